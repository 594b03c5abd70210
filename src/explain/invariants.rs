//! What must always hold, in words.

use super::phrase::{numbered, ordinal, raised, rounded};
use super::{Explanation, say};

/// A run that was cancelled, and what that broke.
pub(super) struct Cancelled<'a> {
    pub(super) what: &'a str,
    /// Counted from 1; 0 is before the first poll.
    pub(super) at_wait: u64,
    pub(super) of_waits: u64,
    pub(super) broken_waits: u64,
    pub(super) waits_for: Option<&'a str>,
    pub(super) broken: &'a str,
}

/// Tasks that took their turns in an order which broke something.
pub(super) struct Ordered<'a> {
    pub(super) what: &'a str,
    pub(super) steps: &'a [String],
    pub(super) broken: &'a str,
    pub(super) stuck: bool,
    pub(super) tried: u64,
    pub(super) broken_orders: u64,
    pub(super) of_orders: u64,
}

pub(super) fn broken(what: &str, broken: &str) -> Explanation {
    say(format!("After {what}, with nothing in its way: {broken}."))
}

pub(super) fn broken_by_cancel(cancelled: &Cancelled<'_>) -> Explanation {
    let Cancelled {
        what,
        at_wait,
        of_waits,
        broken_waits,
        waits_for,
        broken,
    } = *cancelled;
    let place = match (at_wait, waits_for) {
        (0, _) => "before its first poll".to_owned(),
        (at, None) => which_wait(at, of_waits),
        (at, Some(on)) => format!("{}, while it waited for {on}", which_wait(at, of_waits)),
    };
    let more = match broken_waits {
        0 | 1 => String::new(),
        more => format!(" The same happens at {more} of its awaits."),
    };
    say(format!(
        "{} was cancelled {place}. Afterwards: {broken}.{more}",
        raised(what)
    ))
    .because(
        "A future can be dropped at any `.await`: by a timeout, a `select!`, a client that hangs \
         up. Nothing after that `.await` runs; only destructors (`Drop`) do.",
    )
}

pub(super) fn broken_by_order(ordered: &Ordered<'_>) -> Explanation {
    let Ordered {
        what,
        steps,
        broken,
        stuck,
        tried,
        broken_orders,
        of_orders,
    } = *ordered;
    let orders = if tried == of_orders {
        format!("{broken_orders} of the {tried} possible orders end like this.")
    } else {
        format!(
            "{broken_orders} of the {tried} orders that were tried end like this; there are about {}.",
            rounded(of_orders)
        )
    };
    say(format!(
        "{} went wrong in the order below: {broken}. {orders}",
        raised(what)
    ))
    .because(if stuck {
        "Every step is allowed by itself. In this order, each task waits for something that only \
         another waiting task could do."
    } else {
        "At each `.await` other tasks may run. What was true before it may be false after it."
    })
    .show("the order", numbered(steps))
}

/// "at the second of its 3 awaits".
fn which_wait(at: u64, of: u64) -> String {
    match of {
        1 => "at its only await".to_owned(),
        _ => format!("at the {} of its {of} awaits", ordinal(at)),
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    #[test]
    fn a_cancelled_run_is_reported_with_its_await_and_what_is_broken() {
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
                "The transfer was cancelled at the second of its 3 awaits, while it waited for a \
                 Mutex. Afterwards: 10 of 100 coins are gone. The same happens at 2 of its awaits."
            ),
            "{words}"
        );
        assert!(cancelled(0).starts_with("The transfer was cancelled before its first poll."));
    }

    #[test]
    fn a_bad_order_is_shown_as_numbered_steps_among_how_many() {
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
                "The withdrawals went wrong in the order below: the balance is -30. 14 of the 20 \
                 possible orders end like this."
            ),
            "{all}"
        );
        assert!(all.contains("1. Ann reads 100 | 2. Bob reads 100"), "{all}");
        let some = order(1_990, 123_456);
        assert!(some.contains("there are about 120,000."), "{some}");
        assert!(order(1_990, 12_345_678_901).contains("there are about 10^10."));
    }
}
