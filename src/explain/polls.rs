//! Who asked to be polled, in words.

use super::phrase::{raised, times};
use super::{Explanation, say};
use report::LostBy;

pub(super) fn lost_wake_up(what: &str, polls: u64, by: LostBy) -> Explanation {
    say(format!(
        "{} was polled {}, returned `Pending`, and was never woken again: {}.",
        raised(what),
        times(polls),
        match by {
            LostBy::NotKept => "nothing stored its waker",
            LostBy::NotCalled => "its waker was stored, but nothing ever called it",
            LostBy::OldWaker => "the waker that was stored came from an earlier poll",
        }
    ))
    .because(match by {
        LostBy::NotKept => {
            "A future that returns `Pending` must make sure that its waker is called later. \
             Otherwise its task sleeps forever: an executor polls again only what was woken."
        }
        LostBy::NotCalled => {
            "A waiting task doesn't check on its own whether it can continue. The code that makes \
             it possible has to wake it."
        }
        LostBy::OldWaker => {
            "Each poll may come with a different waker, because a task can move. Only the waker of \
             the last poll is sure to reach it."
        }
    })
}

pub(super) fn busy_poll(what: &str, polls: u64, at_most: u64) -> Explanation {
    say(format!(
        "{} woke itself {} without any time passing.",
        raised(what),
        times(polls)
    ))
    .expected(match at_most {
        0 => "Expected: it sleeps until what it waits for has happened.".to_owned(),
        1 => "Once is enough: poll, store the waker, sleep.".to_owned(),
        some => format!("Allowed: at most {}.", times(some)),
    })
    .because(
        "A task that wakes itself to look again keeps a processor busy with waiting. Call a waker \
         only when there is something new.",
    )
}

pub(super) fn busy_wait(what: &str, busy_real_ms: u64, took_real_ms: u64) -> Explanation {
    say(format!(
        "{} kept a processor busy for {busy_real_ms} of the {took_real_ms} ms that it waited.",
        raised(what)
    ))
    .because(
        "A loop that looks again and again does no useful work, and takes the processor from those \
         who have some. A thread that sleeps until it's woken costs nothing.",
    )
}

pub(super) fn kept_looking(what: &str, looks: u64, took_ms: u64) -> Explanation {
    say(format!(
        "{} woke up {} in {took_ms} ms to look whether there was something new.",
        raised(what),
        times(looks)
    ))
    .because(
        "Looking now and then is too early most times and late at the end. What you wait for can \
         wake you at the very moment that it happens.",
    )
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::{Fact, LostBy};

    #[test]
    fn a_lost_wake_up_is_reported_with_what_lost_it() {
        let lost = |by| {
            words(Fact::LostWakeUp {
                what: "the flag".into(),
                polls: 2,
                by,
            })
        };
        let words = lost(LostBy::NotKept);
        assert!(
            words.starts_with(
                "The flag was polled twice, returned `Pending`, and was never woken again: \
                 nothing stored its waker."
            ),
            "{words}"
        );
        assert!(lost(LostBy::OldWaker).contains("came from an earlier poll"));
    }

    #[test]
    fn a_wait_that_costs_a_processor_is_told_in_its_time_and_its_looks() {
        let what = || "`ask`".to_owned();
        let busy = words(Fact::BusyWait {
            what: what(),
            busy_real_ms: 190,
            took_real_ms: 200,
        });
        assert!(
            busy.starts_with("`ask` kept a processor busy for 190 of the 200 ms that it waited.")
        );
        let looks = words(Fact::KeptLooking {
            what: what(),
            looks: 20,
            took_ms: 200,
        });
        assert!(looks.starts_with("`ask` woke up 20 times in 200 ms to look"));
    }
}
