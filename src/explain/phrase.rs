//! Numbers, lists and names, as they stand in a sentence.

use report::Task;

/// With its first letter raised, fit to begin a sentence.
pub(super) fn raised(what: &str) -> String {
    let mut letters = what.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

pub(super) fn times(number: u64) -> String {
    match number {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

/// Two digits are all that an estimate knows.
pub(super) fn rounded(number: u64) -> String {
    match number.checked_ilog10() {
        Some(digits @ 9..) => format!("10^{digits}"),
        Some(digits @ 2..) => {
            let unit = 10_u64.pow(digits - 1);
            thousands(number / unit * unit)
        }
        _ => number.to_string(),
    }
}

pub(super) fn thousands(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        more => format!("{},{:03}", thousands(more / 1_000), more % 1_000),
    }
}

pub(super) fn numbered(steps: &[String]) -> String {
    let steps = steps.iter().zip(1..);
    let lines: Vec<String> = steps.map(|(step, at)| format!("{at}. {step}")).collect();
    lines.join("\n")
}

pub(super) fn seconds(ms: u64) -> String {
    if ms < 1_000 {
        format!("{ms} ms")
    } else {
        format!("{}.{} s", ms / 1_000, ms % 1_000 / 100)
    }
}

/// "512 bytes", "64 KiB", "1.5 MiB".
pub(super) fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    let (unit, name) = match bytes {
        0..KIB => return count(bytes, "byte", "bytes"),
        KIB..MIB => (KIB, "KiB"),
        _ => (MIB, "MiB"),
    };
    // Rounded up, so that what is too much never reads like what would do.
    match (bytes * 10).div_ceil(unit) {
        tenths if tenths % 10 == 0 => format!("{} {name}", tenths / 10),
        tenths => format!("{}.{} {name}", tenths / 10, tenths % 10),
    }
}

pub(super) fn milliseconds(list: &[u64]) -> String {
    let numbers: Vec<String> = list.iter().map(|ms| format!("{ms} ms")).collect();
    if numbers.is_empty() {
        "no wait".to_owned()
    } else {
        numbers.join(", ")
    }
}

/// ", spawned at line 12", or nothing where it is not known.
pub(super) fn spawned(tasks: &[Task]) -> String {
    let mut lines: Vec<u32> = tasks
        .iter()
        .filter_map(|task| task.spawned_at.as_ref())
        .map(|place| place.line)
        .collect();
    lines.dedup();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!(", spawned at line {line}"),
        lines => {
            let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
            format!(", spawned at lines {}", lines.join(", "))
        }
    }
}
