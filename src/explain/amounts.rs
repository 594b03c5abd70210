//! How many and how much, in words.

use super::phrase::{count, raised, size, times};
use super::{Explanation, say};

pub(super) fn too_many_at_once(what: &str, most: u64, at_most: u64) -> Explanation {
    say(format!("{}: {most} at once.", raised(what)))
        .allowed(&format!("at most {at_most}"))
        .because(
            "A limit protects a shared resource. When it is reached, the next one has to wait.",
        )
}

pub(super) fn too_few_at_once(what: &str, most: u64, at_least: u64) -> Explanation {
    say(format!(
        "{}: never more than {most} at once; {at_least} could have been.",
        raised(what)
    ))
    .because("What could already run has to wait for something that it doesn't depend on.")
}

pub(super) fn too_many_threads(what: &str, threads: u64, at_most: u64) -> Explanation {
    say(format!(
        "{} used {}.",
        raised(what),
        count(threads, "thread", "threads")
    ))
    .allowed(&format!(
        "{at_most}, because waiting needs no thread of its own"
    ))
    .because(
        "Each thread costs memory, and switching between threads goes through the operating \
         system. A task is far cheaper in both.",
    )
}

pub(super) fn future_too_big(what: &str, bytes: u64, at_most_bytes: u64) -> Explanation {
    say(format!("{} takes {}.", raised(what), size(bytes)))
        .allowed(&format!("at most {}", size(at_most_bytes)))
        .because(
            "Whatever is alive across an `.await` is stored in the future itself. A future that \
             awaits it contains all of it.",
        )
}

pub(super) fn too_much_memory(what: &str, bytes: u64, at_most_bytes: u64) -> Explanation {
    say(format!("{} keeps {}.", raised(what), size(bytes)))
        .allowed(&format!("at most {}", size(at_most_bytes)))
        .because(
            "A waiting task costs the memory that it keeps while it waits. With ten thousand of \
             them, each kilobyte becomes ten megabytes.",
        )
}

pub(super) fn too_many_calls(what: &str, calls: u64, at_most: u64) -> Explanation {
    say(format!("{}: {}.", raised(what), times(calls)))
        .allowed(&match at_most {
            0 => "none".to_owned(),
            some => format!("at most {}", times(some)),
        })
        .because("Each extra call costs something, and may repeat what must happen only once.")
}

pub(super) fn too_few_calls(what: &str, calls: u64, at_least: u64) -> Explanation {
    say(format!(
        "{}: {}; at least {at_least} {} needed.",
        raised(what),
        times(calls),
        if at_least == 1 { "is" } else { "are" }
    ))
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    #[test]
    fn too_few_calls_are_reported_with_how_many_are_needed() {
        let words = words(Fact::TooFewCalls {
            what: "the attempts".into(),
            calls: 2,
            at_least: 3,
        });
        assert_eq!(words, "The attempts: twice; at least 3 are needed.");
    }

    #[test]
    fn memory_is_reported_in_units_that_people_read() {
        let words = |bytes| {
            let what = "each idle connection".into();
            words(Fact::TooMuchMemory {
                what,
                bytes,
                at_most_bytes: 16_384,
            })
        };
        let big = words(66_000);
        assert!(
            big.starts_with("Each idle connection keeps 64.5 KiB. Allowed: at most 16 KiB."),
            "{big}"
        );
        assert!(words(16_385).contains("keeps 16.1 KiB"));
        assert!(words(3 << 20).contains("keeps 3 MiB"));
        assert!(words(700).contains("keeps 700 bytes"));
    }
}
