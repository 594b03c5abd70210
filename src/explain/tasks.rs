//! Who else could run and who is left, in words.

use super::phrase::{count, raised, spawned_at, times};
use super::{Explanation, say};
use report::Task;

pub(super) fn still_running(what: &str, tasks: &[Task]) -> Explanation {
    say(format!(
        "{} has finished, but {} still running{}.",
        raised(what),
        count(tasks.len() as u64, "of its tasks is", "of its tasks are"),
        spawned_at(tasks)
    ))
    .because(
        "Until you have waited for a task to end, it may go on behind your back and keep what it \
         owns. Its result and its errors are lost.",
    )
}

pub(super) fn spawned(what: &str, tasks: &[Task]) -> Explanation {
    say(format!(
        "{} spawned {}{}.",
        raised(what),
        count(tasks.len() as u64, "task", "tasks"),
        spawned_at(tasks).replacen(", spawned", "", 1)
    ))
    .because("A spawned task starts by itself and runs even when nobody awaits it.")
}

pub(super) fn not_awaited(what: &str, tasks: &[Task]) -> Explanation {
    say(format!(
        "{} ran in {} that nobody awaits{}.",
        raised(what),
        if tasks.len() == 1 { "a task" } else { "tasks" },
        spawned_at(tasks)
    ))
    .because(
        "A spawned task works on what it was given, beside its caller. Its result reaches only who \
         awaits its `JoinHandle`.",
    )
}

pub(super) fn other_thread(what: &str) -> Explanation {
    say(format!("{} ran on another thread.", raised(what))).because(
        "An executor polls its tasks one after another, on the thread that runs it. A step on \
         another thread runs beside the others, in no order.",
    )
}

pub(super) fn executor_held(
    what: &str,
    longest_poll_real_ms: u64,
    beats: u64,
    at_least_beats: u64,
) -> Explanation {
    say(format!(
        "{} blocked the executor: the longest poll took {longest_poll_real_ms} ms. Another task \
         that was ready {}; it should run at least {}.",
        raised(what),
        match beats {
            0 => "never ran".to_owned(),
            some => format!("ran {}", times(some)),
        },
        times(at_least_beats)
    ))
    .because(
        "Tasks share a thread by yielding at each `.await` that is not ready. Until then nothing \
         else runs: no timer, no connection, no key press.",
    )
}

pub(super) fn too_much_in_one_poll(what: &str, most: u64, at_most: u64) -> Explanation {
    say(format!(
        "{}: {most} in a single poll, and no other task could run in between.",
        raised(what)
    ))
    .allowed(&format!("at most {at_most} in one poll"))
    .because(
        "A poll lasts until the future waits, yields or finishes. Until then it has the thread to \
         itself, and nothing takes it away.",
    )
}

pub(super) fn too_few_yields(what: &str, yields: u64, at_least: u64) -> Explanation {
    say(format!(
        "{} {}; it must yield at least {}.",
        raised(what),
        match yields {
            0 => "never yielded".to_owned(),
            some => format!("yielded {}", times(some)),
        },
        times(at_least)
    ))
    .because(
        "Tasks on one thread switch only where one of them awaits something that is not ready. \
         Whatever is ready at its first poll does not yield, not even a zero-length sleep, unlike \
         in Python.",
    )
}

pub(super) fn too_many_yields(what: &str, yields: u64, at_most: u64) -> Explanation {
    say(format!("{} yielded {}.", raised(what), times(yields)))
        .allowed(&format!("at most {}", times(at_most)))
        .because("Each switch costs a little, and too many cost more than the work itself.")
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::{place, words};
    use report::{Fact, Task};

    #[test]
    fn tasks_left_behind_are_reported_with_their_lines() {
        let task = |line| Task {
            spawned_at: Some(place(line)),
            ..Task::default()
        };
        let words = words(Fact::StillRunning {
            what: "the nursery".into(),
            tasks: vec![task(4), task(4), task(9)],
        });
        assert!(
            words.contains("3 of its tasks are still running, spawned at lines 4, 9."),
            "{words}"
        );
    }

    #[test]
    fn a_loop_that_never_yields_is_reported_with_its_length() {
        let words = words(Fact::TooMuchInOnePoll {
            what: "orders cooked".into(),
            most: 900,
            at_most: 100,
        });
        assert!(
            words.starts_with("Orders cooked: 900 in a single poll"),
            "{words}"
        );
        assert!(words.contains("Allowed: at most 100"), "{words}");
    }

    #[test]
    fn once_and_never_are_words() {
        let words = words(Fact::TooFewYields {
            what: "the counter".into(),
            yields: 0,
            at_least: 1,
        });
        assert!(
            words.starts_with("The counter never yielded; it must yield at least once."),
            "{words}"
        );
    }

    #[test]
    fn work_in_a_task_that_nobody_awaits_is_told_with_its_line() {
        let words = words(Fact::NotAwaited {
            what: "the pouring".into(),
            tasks: vec![Task {
                spawned_at: Some(place(7)),
                ..Task::default()
            }],
        });
        assert!(
            words.starts_with("The pouring ran in a task that nobody awaits, spawned at line 7."),
            "{words}"
        );
    }
}
