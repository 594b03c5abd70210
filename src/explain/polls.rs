//! Who asked to be polled, in words.

use super::phrase::{raised, times};
use super::{Explanation, say};
use report::{Fact, LostBy};

/// Who asked to be polled.
pub(super) fn words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::LostWakeUp { what, polls, by } => say(format!(
            "{} was polled {}, returned `Pending`, and was never woken again: {}.",
            raised(what),
            times(*polls),
            match by {
                LostBy::NotKept => "nobody kept its waker",
                LostBy::NotCalled => "its waker was kept, and nobody ever called it",
                LostBy::OldWaker => "the waker that was kept is one of an earlier poll",
            }
        ))
        .because(match by {
            LostBy::NotKept => {
                "`Pending` is a promise to call the waker later. Whoever breaks it sleeps for ever, \
                 because an executor polls again only what was woken."
            }
            LostBy::NotCalled => {
                "A task that waits does not look by itself whether it may go on. Whoever makes it \
                 possible has to wake it."
            }
            LostBy::OldWaker => {
                "A task may be polled from another place each time, with another waker, and only \
                 the one of its last poll still finds it."
            }
        }),
        Fact::BusyPoll {
            what,
            polls,
            at_most,
        } => say(format!(
            "{} had itself polled {} while the clock stood still.",
            raised(what),
            times(*polls)
        ))
        .at_best(format!("{}, and then it sleeps", times(*at_most)))
        .because(
            "Whoever wakes itself to look again keeps a processor busy with waiting. A waker is \
             there to be called when there is something new.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::{Fact, LostBy};

    #[test]
    fn a_lost_wake_up_is_told_with_who_lost_it() {
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
                "The flag was polled twice, returned `Pending`, and was never woken again: nobody \
                 kept its waker."
            ),
            "{words}"
        );
        assert!(lost(LostBy::OldWaker).contains("one of an earlier poll"));
    }
}
