//! When, in words.

use super::phrase::{milliseconds, raised};
use super::{Explanation, say};
use report::Fact;

/// When.
pub(super) fn words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::Sequential {
            what,
            took_ms,
            at_best_ms,
        } => say(format!(
            "{} ran one after another: {took_ms} ms.",
            raised(what)
        ))
        .at_best(format!(
            "{at_best_ms} ms, all of them waiting at the same time"
        ))
        .because("A wait that begins only when another one is over adds its time to it."),
        Fact::BlockedThread {
            what,
            held_real_ms,
            took_ms,
        } => say(format!(
            "{} held the thread for {held_real_ms} real ms, while the runtime's clock moved \
             {took_ms} ms.",
            raised(what)
        ))
        .because(
            "In these tests the runtime's clock jumps to the next timer as soon as every task \
             waits. A thread that sleeps or is blocked passes real time instead, and no task can \
             run meanwhile.",
        ),
        Fact::TooSlow {
            what,
            took_ms,
            at_most_ms,
        } => say(format!("{} took {took_ms} ms.", raised(what)))
            .at_best(match at_most_ms {
                0 => "no time at all".to_owned(),
                some => format!("no more than {some} ms"),
            })
            .because(
                "Somewhere it waits longer than it has to, or once too often: a wait stands in the \
                 way of another one, or begins anew before it is over.",
            ),
        Fact::TooFast {
            what,
            took_ms,
            at_least_ms,
        } => say(format!(
            "{} took only {took_ms} ms, and cannot be over before {at_least_ms} ms.",
            raised(what)
        ))
        .because("A wait was skipped, or it overlaps one that has to be over first."),
        Fact::WrongDelays {
            what,
            expected_ms,
            got_ms,
        } => say(format!(
            "{}: the waits are not the ones asked for.",
            raised(what)
        ))
        .show("expected", milliseconds(expected_ms))
        .show("got", milliseconds(got_ms)),
        Fact::UsedTheClock { what, took_ms } => say(format!(
            "{} waited {took_ms} ms on the clock, where no time needs to pass.",
            raised(what)
        ))
        .because(
            "To let others run is to give way, not to wait: a sleep gives way and then idles.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    #[test]
    fn sequential_waits_are_told_with_both_times() {
        let words = words(Fact::Sequential {
            what: "the three requests".into(),
            took_ms: 500,
            at_best_ms: 300,
        });
        assert!(
            words.starts_with("The three requests ran one after another: 500 ms."),
            "{words}"
        );
        assert!(words.contains("At best: 300 ms"), "{words}");
    }
}
