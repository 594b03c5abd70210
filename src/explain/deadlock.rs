//! Who waits forever, in words.

use super::phrase::{count, raised, spawned_at};
use super::{Explanation, say};
use report::{Task, Wait};

/// More tasks that wait say nothing that these did not.
const MOST_TASKS: usize = 4;

/// Who waits forever.
pub(super) fn words(what: &str, tasks: &[Task], cycle: &[usize]) -> Explanation {
    let circle: Option<Vec<&Task>> = cycle.iter().map(|at| tasks.get(*at)).collect();
    if let Some(circle) = circle.filter(|circle| circle.len() > 1) {
        let next = circle.iter().cycle().skip(1);
        let waits: Vec<String> = circle
            .iter()
            .zip(next)
            .map(|(task, next)| waits_for_another(task, next))
            .collect();
        return say(format!(
            "{} tasks wait for each other in a circle. {}.",
            circle.len(),
            waits.join("; ")
        ))
        .because(
            "Each one holds what the next one needs, and won't release it before it gets what it \
             needs itself.",
        );
    }
    let mut all = tasks.iter().flat_map(|task| &task.waits);
    let happened = if all.any(|wait| wait.on == Wait::TIMER) {
        format!(
            "{} had not finished after a whole day on the virtual clock.",
            raised(what)
        )
    } else {
        format!(
            "{} waits forever: nothing is left that could wake it.",
            raised(what)
        )
    };
    say(format!("{happened}{}", each_wait(tasks))).because(why(tasks))
}

/// What is worth knowing of the most telling of these waits.
fn why(tasks: &[Task]) -> &'static str {
    const REASONS: [(&str, &str); 5] = [
        (
            "the answer of a oneshot channel",
            "The sender still exists but has sent nothing. Dropping it would end the wait with an \
             error.",
        ),
        (
            "a Notify",
            "`notify_waiters` wakes only the tasks that are waiting at that moment. A task that \
             starts to wait later needs another call, and there may be none.",
        ),
        (
            "a message from a channel",
            "A receiver waits as long as any sender exists, even one that will never send.",
        ),
        (
            "room in a channel",
            "A full channel has room again when a message is received, or when its receiver is \
             dropped.",
        ),
        (
            "a Mutex",
            "A lock is released when its guard is dropped: at the end of the guard's scope, unless \
             you drop it earlier.",
        ),
    ];
    let waits_for = |on| {
        let mut waits = tasks.iter().flat_map(|task| &task.waits);
        waits.any(|wait| wait.on == on)
    };
    let known = REASONS.iter().find(|(on, _)| waits_for(*on));
    known.map_or(
        "Every wait needs something that can still end it.",
        |(_, reason)| *reason,
    )
}

/// "`Ann pays Bob` waits at line 8 for a Mutex that `Bob pays Ann` holds".
fn waits_for_another(task: &Task, other: &Task) -> String {
    const HELD: [&str; 3] = ["a Mutex", "an RwLock", "a permit of a Semaphore"];
    let held = match task.waits.as_slice() {
        [] => true,
        [wait] => HELD.contains(&wait.on.as_str()),
        _ => false,
    };
    let wait = if task.waits.is_empty() {
        "for something".to_owned()
    } else {
        waits(task)
    };
    let (task, other) = (subject(task), subject(other));
    if held {
        format!("{task} waits {wait} that {other} holds")
    } else {
        format!("{task} waits {wait}, which depends on {other}")
    }
}

/// A sentence for each task, of equal ones only one.
fn each_wait(tasks: &[Task]) -> String {
    let mut told: Vec<(&Task, u64)> = Vec::new();
    for task in tasks {
        match told.iter_mut().find(|(known, _)| *known == task) {
            Some((_, number)) => *number += 1,
            None => told.push((task, 1)),
        }
    }
    let more: u64 = told.iter().skip(MOST_TASKS).map(|(_, number)| number).sum();
    let mut text = String::new();
    for (task, number) in told.iter().take(MOST_TASKS) {
        let waits = Some(waits(task)).filter(|waits| !waits.is_empty());
        let waits = waits.unwrap_or_else(|| "with it".to_owned());
        text.push_str(&match number {
            1 => format!(" {} waits {waits}.", raised(&subject(task))),
            _ => {
                let spawned = spawned_at(std::slice::from_ref(task)).replacen(", ", " ", 1);
                format!(" {number} tasks{spawned} wait {waits}.")
            }
        });
    }
    if more > 0 {
        let more = count(more, "more task waits", "more tasks wait");
        text.push_str(&format!(" And {more}."));
    }
    text
}

/// "at line 8 for a Mutex and at line 9 for a Notify".
fn waits(task: &Task) -> String {
    let waits = task.waits.iter().map(|wait| match &wait.place {
        Some(place) => format!("at line {} for {}", place.line, wait.on),
        None => format!("for {}", wait.on),
    });
    waits.collect::<Vec<_>>().join(" and ")
}

/// What a task is called.
fn subject(task: &Task) -> String {
    match (&task.name, &task.spawned_at) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(place)) => format!("the task spawned at line {}", place.line),
        (None, None) => "the call".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::{place, words};
    use report::{Fact, Task, Wait};

    fn waiting(name: Option<&str>, spawned_at: Option<u32>, waits: &[(u32, &str)]) -> Task {
        let wait = |(line, on): &(u32, &str)| Wait {
            place: Some(place(*line)),
            on: (*on).into(),
        };
        Task {
            name: name.map(str::to_owned),
            spawned_at: spawned_at.map(place),
            waits: waits.iter().map(wait).collect(),
        }
    }

    fn deadlock(tasks: Vec<Task>, cycle: Vec<usize>) -> String {
        let what = "the program".into();
        words(Fact::Deadlocked { what, tasks, cycle })
    }

    #[test]
    fn a_circle_is_reported_with_who_holds_what() {
        let words = deadlock(
            vec![
                waiting(Some("the guest"), None, &[(4, "a Mutex")]),
                waiting(Some("Ann pays Bob"), None, &[(8, "a Mutex")]),
                waiting(Some("Bob pays Ann"), None, &[(9, "room in a channel")]),
            ],
            vec![1, 2],
        );
        assert!(
            words.starts_with(
                "2 tasks wait for each other in a circle. `Ann pays Bob` waits at line 8 for a \
                 Mutex that `Bob pays Ann` holds; `Bob pays Ann` waits at line 9 for room in a \
                 channel, which depends on `Ann pays Bob`. Each one holds"
            ),
            "{words}"
        );
    }

    #[test]
    fn a_circle_whose_lines_are_unknown_is_still_reported() {
        let task = |name| waiting(Some(name), None, &[]);
        let words = deadlock(vec![task("one"), task("two")], vec![0, 1]);
        assert!(
            words.contains("`one` waits for something that `two` holds;"),
            "{words}"
        );
    }

    #[test]
    fn a_task_that_waits_forever_is_reported_with_where_and_for_what() {
        let worker = waiting(None, Some(12), &[(30, "a Notify")]);
        let words = deadlock(
            vec![
                waiting(None, None, &[(8, "a Mutex"), (9, "a Notify")]),
                worker.clone(),
                worker,
                waiting(None, Some(14), &[]),
            ],
            vec![],
        );
        assert!(
            words.starts_with(
                "The program waits forever: nothing is left that could wake it. The call waits \
                 at line 8 for a Mutex and at line 9 for a Notify. 2 tasks spawned at line 12 \
                 wait at line 30 for a Notify. The task spawned at line 14 waits with it. `notify_waiters`"
            ),
            "{words}"
        );
    }

    #[test]
    fn the_reason_is_that_of_the_most_telling_wait() {
        let waits = [(8, "a Mutex"), (9, "the answer of a oneshot channel")];
        let words = deadlock(vec![waiting(None, None, &waits)], vec![]);
        assert!(words.ends_with("the wait with an error."), "{words}");
        let words = deadlock(vec![waiting(None, None, &[(8, "a Barrier")])], vec![]);
        assert!(words.ends_with("can still end it."), "{words}");
    }

    #[test]
    fn a_task_that_waits_for_the_clock_is_not_said_to_wait_forever() {
        let words = deadlock(vec![waiting(None, None, &[(8, Wait::TIMER)])], vec![]);
        assert!(
            words.starts_with(
                "The program had not finished after a whole day on the virtual clock."
            ),
            "{words}"
        );
    }
}
