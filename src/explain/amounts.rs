//! How many and how much, in words.

use super::phrase::{count, raised, size, times};
use super::{Explanation, say};
use report::Fact;

/// How many.
pub(super) fn words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::TooManyAtOnce {
            what,
            most,
            at_most,
        } => say(format!("{}: {most} at once.", raised(what)))
            .at_best(format!("never more than {at_most}"))
            .because(
                "A limit protects what they all share, be it memory, a server or one pair of \
                 hands. Whoever comes when it is reached has to wait.",
            ),
        Fact::TooManyThreads {
            what,
            threads,
            at_most,
        } => say(format!(
            "{} used {}.",
            raised(what),
            count(*threads, "thread", "threads")
        ))
        .at_best(format!("{at_most}: waiting needs no thread of its own"))
        .because("A thread costs memory and a switch through the system; a task costs neither."),
        Fact::FutureTooBig {
            what,
            bytes,
            at_most_bytes,
        } => say(format!("{} takes {}.", raised(what), size(*bytes)))
            .at_best(format!("no more than {}", size(*at_most_bytes)))
            .because(
                "Whatever is alive across an `.await` is stored in the future itself, and any future \
                 that awaits it contains it whole.",
            ),
        Fact::TooMuchMemory {
            what,
            bytes,
            at_most_bytes,
        } => say(format!("{} keeps {}.", raised(what), size(*bytes)))
            .at_best(format!("no more than {}", size(*at_most_bytes)))
            .because(
                "A task that waits costs what it holds while it waits. With ten thousand of them, \
                 each kilobyte is ten megabytes.",
            ),
        Fact::TooManyCalls {
            what,
            calls,
            at_most,
        } => say(format!("{}: {}.", raised(what), times(*calls)))
            .at_best(format!("no more than {}", times(*at_most)))
            .because(
                "Each time costs something, and may do again what must happen only once.",
            ),
        Fact::TooFewCalls {
            what,
            calls,
            at_least,
        } => say(format!(
            "{}: {}, and it takes at least {at_least}.",
            raised(what),
            times(*calls)
        )),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    #[test]
    fn too_few_calls_are_told_with_how_many_it_takes() {
        let words = words(Fact::TooFewCalls {
            what: "the attempts".into(),
            calls: 2,
            at_least: 3,
        });
        assert_eq!(words, "The attempts: twice, and it takes at least 3.");
    }

    #[test]
    fn memory_is_told_in_units_that_people_read() {
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
            big.starts_with("Each idle connection keeps 64.5 KiB. At best: no more than 16 KiB."),
            "{big}"
        );
        assert!(words(16_385).contains("keeps 16.1 KiB"));
        assert!(words(3 << 20).contains("keeps 3 MiB"));
        assert!(words(700).contains("keeps 700 bytes"));
    }
}
