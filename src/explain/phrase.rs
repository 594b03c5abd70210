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

/// "first", "second", …, "11th".
pub(super) fn ordinal(number: u64) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let word = number
        .checked_sub(1)
        .and_then(|at| WORDS.get(usize::try_from(at).ok()?));
    if let Some(word) = word {
        return (*word).to_owned();
    }
    let ending = match (number % 10, number % 100) {
        (1, last) if last != 11 => "st",
        (2, last) if last != 12 => "nd",
        (3, last) if last != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// `text` with a full stop, unless it ends a sentence already.
pub(super) fn sentence(text: &str) -> String {
    match text.chars().last() {
        Some('.' | '!' | '?' | '…') => text.to_owned(),
        _ => format!("{text}."),
    }
}

/// ", spawned at line 12", or nothing where it is not known.
pub(super) fn spawned_at(tasks: &[Task]) -> String {
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

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals_are_words_up_to_ten_and_numbers_beyond() {
        let all = [1, 2, 10, 11, 12, 13, 21, 22, 23, 111, 112].map(ordinal);
        let expected = [
            "first", "second", "tenth", "11th", "12th", "13th", "21st", "22nd", "23rd", "111th",
            "112th",
        ];
        assert_eq!(all, expected);
    }
}
