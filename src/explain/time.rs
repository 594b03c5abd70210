//! When, in words.

use super::phrase::{milliseconds, raised};
use super::{Explanation, say};

pub(super) fn sequential(what: &str, took_ms: u64, at_best_ms: u64) -> Explanation {
    say(format!(
        "{} did not all wait at the same time: they took {took_ms} ms.",
        raised(what)
    ))
    .at_best(&format!("{at_best_ms} ms, when every wait overlaps"))
    .because("A wait that starts only after another one has finished adds its time to the total.")
}

pub(super) fn blocked_thread(what: &str, held_real_ms: u64, took_ms: u64) -> Explanation {
    say(format!(
        "{} blocked the thread for {held_real_ms} ms of real time, while the runtime's clock \
         moved {took_ms} ms.",
        raised(what)
    ))
    .because(
        "In these tests the runtime's clock jumps to the next timer as soon as every task waits. \
         A thread that sleeps or blocks spends real time instead, and no other task can run.",
    )
}

pub(super) fn too_slow(what: &str, took_ms: u64, at_most_ms: u64) -> Explanation {
    say(format!("{} took {took_ms} ms.", raised(what)))
        .allowed(&match at_most_ms {
            0 => "no waiting at all".to_owned(),
            some => format!("at most {some} ms"),
        })
        .because(
            "Somewhere it waits too long or once too often. Either one wait delays another, or a \
             wait starts over before it has finished.",
        )
}

pub(super) fn too_fast(what: &str, took_ms: u64, at_least_ms: u64) -> Explanation {
    say(format!(
        "{} took only {took_ms} ms, but cannot finish in under {at_least_ms} ms.",
        raised(what)
    ))
    .because("A wait was skipped, or it overlaps one that has to finish first.")
}

pub(super) fn wrong_delays(what: &str, expected_ms: &[u64], got_ms: &[u64]) -> Explanation {
    say(format!(
        "{}: the waits have the wrong lengths.",
        raised(what)
    ))
    .show("expected", milliseconds(expected_ms))
    .show("got", milliseconds(got_ms))
}

pub(super) fn used_the_clock(what: &str, took_ms: u64) -> Explanation {
    say(format!(
        "{} spent {took_ms} ms waiting for the clock, but no time needs to pass.",
        raised(what)
    ))
    .because("To let other tasks run, yield. A sleep yields too, but then it idles.")
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    #[test]
    fn sequential_waits_are_reported_with_both_times() {
        let words = words(Fact::Sequential {
            what: "the three requests".into(),
            took_ms: 500,
            at_best_ms: 300,
        });
        assert!(
            words.starts_with(
                "The three requests did not all wait at the same time: they took 500 ms."
            ),
            "{words}"
        );
        assert!(words.contains("At best: 300 ms"), "{words}");
    }
}
