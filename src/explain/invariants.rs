//! What must always hold, in words.

use super::phrase::{numbered, raised, rounded};
use super::{Explanation, say};
use report::Fact;

/// What must always hold.
pub(super) fn words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::Broken { what, broken } => say(format!("After {what}, undisturbed: {broken}.")),
        Fact::BrokenByCancel {
            what,
            at_wait,
            of_waits,
            broken_waits,
            waits_for,
            broken,
        } => say(format!(
            "{} was cancelled {}. Afterwards: {broken}.{}",
            raised(what),
            match (at_wait, waits_for) {
                (0, _) => "before its first poll".to_owned(),
                (at, None) => which_wait(*at, *of_waits),
                (at, Some(on)) => format!("{}, for {on}", which_wait(*at, *of_waits)),
            },
            match broken_waits {
                0 | 1 => String::new(),
                more => format!(" It breaks at {more} places."),
            }
        ))
        .because(
            "Whoever holds a future may drop it wherever it waits: a timeout, a `select!`, a \
             client that hung up. Nothing after that `.await` runs; only what is dropped still \
             acts.",
        ),
        Fact::BrokenByOrder {
            what,
            steps,
            broken,
            stuck,
            tried,
            broken_orders,
            of_orders,
        } => say(format!(
            "{} went wrong in the order below: {broken}. So it goes in {broken_orders} of {} orders.",
            raised(what),
            if tried == of_orders {
                tried.to_string()
            } else {
                format!("{tried} that were tried, of about {}", rounded(*of_orders))
            }
        ))
        .because(if *stuck {
            "Each step was allowed by itself, and this order of them leaves nobody who could end \
             the wait of another."
        } else {
            "At each `.await` the other tasks may have their turn. What was true before it need \
             not be true after it."
        })
        .show("the order", numbered(steps)),
        _ => return None,
    })
}

/// "at its wait 2 of 3".
fn which_wait(at: u64, of: u64) -> String {
    match of {
        1 => "at its only wait".to_owned(),
        _ => format!("at its wait {at} of {of}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    #[test]
    fn a_cancelled_run_is_told_with_its_wait_and_what_is_broken() {
        let cancelled = |at_wait| {
            words(Fact::BrokenByCancel {
                what: "the transfer".into(),
                at_wait,
                of_waits: 3,
                broken_waits: 2,
                waits_for: Some("a Mutex".into()),
                broken: "10 of 100 coins are gone".into(),
            })
        };
        let words = cancelled(2);
        assert!(
            words.starts_with(
                "The transfer was cancelled at its wait 2 of 3, for a Mutex. Afterwards: 10 of \
                 100 coins are gone. It breaks at 2 places."
            ),
            "{words}"
        );
        assert!(cancelled(0).starts_with("The transfer was cancelled before its first poll."));
    }

    #[test]
    fn a_bad_order_is_told_as_numbered_steps_among_how_many() {
        let order = |tried, of_orders| {
            words(Fact::BrokenByOrder {
                what: "the withdrawals".into(),
                steps: vec!["Ann reads 100".into(), "Bob reads 100".into()],
                broken: "the balance is -30".into(),
                stuck: false,
                tried,
                broken_orders: 14,
                of_orders,
            })
        };
        let all = order(20, 20);
        assert!(
            all.starts_with(
                "The withdrawals went wrong in the order below: the balance is -30. So it goes in \
                 14 of 20 orders."
            ),
            "{all}"
        );
        assert!(all.contains("1. Ann reads 100 | 2. Bob reads 100"), "{all}");
        let some = order(1_990, 123_456);
        assert!(some.contains("of about 120,000 orders"), "{some}");
        assert!(order(1_990, 12_345_678_901).contains("of about 10^10 orders"));
    }
}
