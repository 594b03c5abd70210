//! Who else could run and who is left, in words.

use super::deadlock;
use super::phrase::{count, raised, spawned, times};
use super::{Explanation, say};
use report::Fact;

/// Who else could run, and who is left.
pub(super) fn words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::StillRunning { what, tasks } => say(format!(
            "{} is over, but {} still alive{}.",
            raised(what),
            count(tasks.len() as u64, "task of it is", "tasks of it are"),
            spawned(tasks)
        ))
        .because(
            "Until somebody has waited for its end, a task may go on behind your back and keep \
             what it holds. Its result and its errors are lost.",
        ),
        Fact::Spawned { what, tasks } => say(format!(
            "{} spawned {}{}.",
            raised(what),
            count(tasks.len() as u64, "task", "tasks"),
            spawned(tasks)
        ))
        .because("A spawned task starts by itself and runs even when nobody awaits it."),
        Fact::ExecutorHeld {
            what,
            longest_poll_real_ms,
            beats,
            at_least_beats,
        } => say(format!(
            "{} kept the runtime's thread to itself: its longest poll took \
             {longest_poll_real_ms} ms, and another task that wanted to run got {beats} of at \
             least {at_least_beats} turns.",
            raised(what)
        ))
        .because(
            "Tasks share the thread by giving it back at each `.await` that has to wait. Until \
             then nobody else runs: no timer, no connection, no key press.",
        ),
        Fact::TooMuchInOnePoll {
            what,
            most,
            at_most,
        } => say(format!(
            "{}: {most} in one single poll, and nobody else had a turn in between.",
            raised(what)
        ))
        .at_best(format!(
            "no more than {at_most}, and then the others have a turn"
        ))
        .because(
            "A poll lasts until the future has to wait, gives way, or is over. Until then the \
             thread is its own, and nobody takes it away.",
        ),
        Fact::TooFewYields {
            what,
            yields,
            at_least,
        } => say(format!(
            "{} {}, and has to at least {}.",
            raised(what),
            match yields {
                0 => "never gave way".to_owned(),
                some => format!("gave way {}", times(*some)),
            },
            times(*at_least)
        ))
        .because(
            "Tasks on one thread switch only where one of them awaits what is not ready yet. What \
             is ready at its first poll, a sleep of no length too, gives way to nobody.",
        ),
        Fact::TooManyYields {
            what,
            yields,
            at_most,
        } => say(format!(
            "{} gave way {}, where {} would do.",
            raised(what),
            times(*yields),
            times(*at_most)
        ))
        .because(
            "Each switch costs a little, and too many cost more than the work. Whoever has to wait \
             needs no turn at all until it is woken.",
        ),
        Fact::Deadlocked { what, tasks, cycle } => deadlock::words(what, tasks, cycle),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::{place, words};
    use report::{Fact, Task};

    #[test]
    fn tasks_left_behind_are_told_with_their_lines() {
        let task = |line| Task {
            spawned_at: Some(place(line)),
            ..Task::default()
        };
        let words = words(Fact::StillRunning {
            what: "the nursery".into(),
            tasks: vec![task(4), task(4), task(9)],
        });
        assert!(
            words.contains("3 tasks of it are still alive, spawned at lines 4, 9."),
            "{words}"
        );
    }

    #[test]
    fn a_loop_that_never_gives_way_is_told_with_its_length() {
        let words = words(Fact::TooMuchInOnePoll {
            what: "orders cooked".into(),
            most: 900,
            at_most: 100,
        });
        assert!(
            words.starts_with("Orders cooked: 900 in one single poll"),
            "{words}"
        );
        assert!(words.contains("At best: no more than 100"), "{words}");
    }

    #[test]
    fn once_and_never_are_words() {
        let words = words(Fact::TooFewYields {
            what: "the counter".into(),
            yields: 0,
            at_least: 1,
        });
        assert!(
            words.contains("The counter never gave way, and has to at least once."),
            "{words}"
        );
    }
}
