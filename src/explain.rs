//! Every finding in words. The only place where what a learner reads about a fact is written.
//!
//! An explanation says what happened, what it would be at best, and why it matters: never the
//! answer, never the hidden test.

use report::{Fact, Finding, LostBy, Place, Task, Wait};

/// More tasks that wait say nothing that these did not.
const MOST_TASKS: usize = 4;

/// More lines of one exhibit say nothing that these did not.
const MOST_LINES: usize = 20;

/// A finding in words: plain sentences, without colours or line breaks of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was measured.
    pub happened: String,
    /// What a right answer would give, where that is not plain from what happened.
    pub at_best: Option<String>,
    /// Why anybody should care, and where to think.
    pub why: Option<String>,
    /// Lines to be shown as they are: values, interfaces.
    pub exhibits: Vec<Exhibit>,
    /// Where.
    pub place: Option<Place>,
}

/// A labelled text to be shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    /// What it is: "expected".
    pub label: &'static str,
    /// Its lines.
    pub text: String,
}

/// The words for `finding`.
#[must_use]
pub fn explain(finding: &Finding) -> Explanation {
    let mut words = value_words(&finding.fact)
        .or_else(|| time_words(&finding.fact))
        .or_else(|| task_words(&finding.fact))
        .or_else(|| poll_words(&finding.fact))
        .or_else(|| invariant_words(&finding.fact))
        .or_else(|| count_words(&finding.fact))
        .or_else(|| hang_words(finding))
        .unwrap_or_else(|| ending_words(&finding.fact));
    words.place.clone_from(&finding.place);
    words
}

/// What came out.
fn value_words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::WrongValue {
            what,
            expected,
            got,
        } => say(format!("{} came out wrong.", raised(what)))
            .show("expected", expected.clone())
            .show("got", got.clone()),
        Fact::WrongOrder {
            what,
            expected,
            got,
        } => say(format!("{}: all there, in the wrong order.", raised(what)))
            .show("expected", expected.join("\n"))
            .show("got", got.join("\n")),
        Fact::Lost { what, missing } => {
            say(format!("{}: something was lost on the way.", raised(what)))
                .show("missing", missing.join("\n"))
        }
        Fact::NeverRan { what } => say(format!("{}: it never ran.", raised(what))).because(
            "Calling an async function only builds a future. Nothing in its body happens until \
             somebody awaits that future.",
        ),
        Fact::RanEarly { what } => say(format!(
            "{}: it happened at the call, before the future was awaited.",
            raised(what)
        ))
        .because(
            "A future is a plan. Whoever holds it decides when it starts, and whether it starts \
             at all.",
        ),
        Fact::RanLate { what } => say(format!(
            "{}: it happened only when the future was awaited, not at the call.",
            raised(what)
        ))
        .because("The whole body of an `async fn` waits for the first poll, its first line too."),
        _ => return None,
    })
}

/// When.
fn time_words(fact: &Fact) -> Option<Explanation> {
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
        .because(
            "While one wait is awaited alone, the time that the others need has not begun to run.",
        ),
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
            "A thread that sleeps cannot switch to another task: for the runtime and all its \
             tasks the world stood still.",
        ),
        Fact::TooSlow {
            what,
            took_ms,
            at_most_ms,
        } => {
            say(format!("{} took {took_ms} ms.", raised(what))).at_best(format!("{at_most_ms} ms"))
        }
        Fact::TooFast {
            what,
            took_ms,
            at_least_ms,
        } => say(format!("{} took only {took_ms} ms.", raised(what)))
            .at_best(format!("{at_least_ms} ms: a wait was skipped")),
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

/// Who else could run, and who is left.
fn task_words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::StillRunning { what, tasks } => say(format!(
            "{} is over, but {} still alive{}.",
            raised(what),
            count(tasks.len() as u64, "task of it is", "tasks of it are"),
            spawned(tasks)
        ))
        .because(
            "A task that nobody waits for goes on behind your back, and its result and its \
             errors are lost.",
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
            "{}: {most} in one single poll, without ever giving way.",
            raised(what)
        ))
        .at_best(format!(
            "no more than {at_most}, and then the others have a turn"
        ))
        .because(
            "An `.await` gives the thread away only when what it awaits is not ready yet. A loop \
             that never has to wait never switches, and nobody else runs.",
        ),
        Fact::TooFewYields {
            what,
            yields,
            at_least,
        } => say(format!(
            "{} gave way {}, and should at least {}.",
            raised(what),
            times(*yields),
            times(*at_least)
        ))
        .because("Between two tasks on one thread, the switch happens only where one gives way."),
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
        Fact::Deadlocked { what, tasks, cycle } => deadlock_words(what, tasks, cycle),
        _ => return None,
    })
}

/// Who waits for ever.
fn deadlock_words(what: &str, tasks: &[Task], cycle: &[usize]) -> Explanation {
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
            "Each of them keeps what another one needs, and gives it back only once it has got \
             what it needs itself.",
        );
    }
    let mut all = tasks.iter().flat_map(|task| &task.waits);
    let happened = if all.any(|wait| wait.on == Wait::TIMER) {
        format!(
            "{} was not done after a whole day on the virtual clock.",
            raised(what)
        )
    } else {
        format!(
            "{} waits for ever: nothing is left that could wake it.",
            raised(what)
        )
    };
    say(format!("{happened}{}", each_wait(tasks)))
        .because("Every wait needs somebody else who is still able to end it.")
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
                let spawned = spawned(std::slice::from_ref(task)).replacen(", ", " ", 1);
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

/// Who asked to be polled.
fn poll_words(fact: &Fact) -> Option<Explanation> {
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

/// What must always hold.
fn invariant_words(fact: &Fact) -> Option<Explanation> {
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
                (at, None) => format!("at its wait {at} of {of_waits}"),
                (at, Some(on)) => format!("at its wait {at} of {of_waits}, for {on}"),
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

/// How many.
fn count_words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::TooManyAtOnce {
            what,
            most,
            at_most,
        } => say(format!("{}: {most} at once.", raised(what)))
            .at_best(format!("never more than {at_most}")),
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
            .at_best(format!("no more than {}", times(*at_most))),
        Fact::TooFewCalls {
            what,
            calls,
            at_least,
        } => say(format!("{}: {}.", raised(what), times(*calls)))
            .at_best(format!("at least {}", times(*at_least))),
        _ => return None,
    })
}

/// What did not come to an end in real time.
fn hang_words(finding: &Finding) -> Option<Explanation> {
    let Fact::Hung {
        limit_real_ms,
        polling_real_ms,
        task,
    } = &finding.fact
    else {
        return None;
    };
    let limit = seconds(*limit_real_ms);
    let Some(polling) = polling_real_ms else {
        return Some(
            say(format!(
                "Still running after {limit}, without ever coming to an end."
            ))
            .because("It keeps being polled, or waits for something outside that does not come."),
        );
    };
    let whose = match (task, &finding.place) {
        (Some(name), _) => format!(" of `{name}`"),
        (None, Some(place)) => format!(" of the task spawned at line {}", place.line),
        (None, None) => String::new(),
    };
    Some(
        say(format!(
            "Still running after {limit}. One poll{whose} has not returned for {}.",
            seconds(*polling)
        ))
        .because(
            "Somewhere a loop spins without reaching an `.await` that gives way, or a call blocks \
             the thread.",
        ),
    )
}

/// How it ended, and what could not even begin.
fn ending_words(fact: &Fact) -> Explanation {
    match fact {
        Fact::Panicked { message } => {
            say("Your code panicked.".into()).show("panic", message.clone())
        }
        Fact::NestedRuntime { message } => say(
            "A runtime was blocked on from inside a runtime.".into()
        )
        .because(
            "Code that already runs in a task has a runtime; it awaits. Blocking its thread \
                     would stop the very runtime it waits for.",
        )
        .show("panic", message.clone()),
        Fact::EndedEarly { status } => say(format!(
            "The program was gone before this could be judged: {status}."
        )),
        Fact::Interface { asks, problem } => say(format!(
            "Your file compiles, but not together with the tests: {problem}."
        ))
        .show("asked for", asks.clone()),
        Fact::NotAsync { asks, problem } => say(format!(
            "Your file compiles, but the tests await what it gives: {problem}."
        ))
        .because(
            "A coroutine function gives a coroutine object, to be awaited. A plain function gives \
             its value at once, having done everything on the spot.",
        )
        .show("asked for", asks.clone()),
        Fact::NotSend { asks, problem } => say(format!(
            "The future cannot move to another thread: {problem}."
        ))
        .because(
            "What is alive across an `.await` is stored in the future. One value that must stay \
             on its thread keeps the whole future there.",
        )
        .show("asked for", asks.clone()),
        Fact::NeedsStatic { asks } => say(
            "Your file compiles, but it wants to keep for ever (`'static`) what the tests only \
             lend it."
                .into(),
        )
        .because(
            "A future may borrow from the function that awaits it, because it is over before that \
             function is. Only what moves into a spawned task or a thread must be `'static`.",
        )
        .show("asked for", asks.clone()),
        other => say(format!("{}.", other.kind())),
    }
}

fn say(happened: String) -> Explanation {
    Explanation {
        happened,
        at_best: None,
        why: None,
        exhibits: Vec::new(),
        place: None,
    }
}

impl Explanation {
    fn at_best(mut self, at_best: String) -> Self {
        self.at_best = Some(at_best);
        self
    }

    fn because(mut self, why: &str) -> Self {
        self.why = Some(why.to_owned());
        self
    }

    fn show(mut self, label: &'static str, text: String) -> Self {
        if !text.is_empty() {
            let text = first_lines(&text);
            self.exhibits.push(Exhibit { label, text });
        }
        self
    }

    /// All of it as one paragraph, for those who read it in JSON.
    #[must_use]
    pub fn paragraph(&self) -> String {
        let mut text = self.happened.clone();
        if let Some(at_best) = &self.at_best {
            text.push_str(&format!(" At best: {at_best}."));
        }
        for exhibit in &self.exhibits {
            let flat = exhibit.text.replace('\n', " | ");
            text.push_str(&format!(" {}: {flat}.", raised(exhibit.label)));
        }
        if let Some(why) = &self.why {
            text.push(' ');
            text.push_str(why);
        }
        text
    }
}

/// With its first letter raised, fit to begin a sentence.
fn raised(what: &str) -> String {
    let mut letters = what.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// As much of it as a learner still reads.
fn first_lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let more = lines.len().saturating_sub(MOST_LINES);
    if more == 0 {
        return text.to_owned();
    }
    lines.truncate(MOST_LINES);
    format!("{}\n… and {more} more", lines.join("\n"))
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn times(number: u64) -> String {
    match number {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

/// Two digits are all that an estimate knows.
fn rounded(number: u64) -> String {
    match number.checked_ilog10() {
        Some(digits @ 9..) => format!("10^{digits}"),
        Some(digits @ 2..) => {
            let unit = 10_u64.pow(digits - 1);
            thousands(number / unit * unit)
        }
        _ => number.to_string(),
    }
}

fn thousands(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        more => format!("{},{:03}", thousands(more / 1_000), more % 1_000),
    }
}

fn numbered(steps: &[String]) -> String {
    let steps = steps.iter().zip(1..);
    let lines: Vec<String> = steps.map(|(step, at)| format!("{at}. {step}")).collect();
    lines.join("\n")
}

fn seconds(ms: u64) -> String {
    if ms < 1_000 {
        format!("{ms} ms")
    } else {
        format!("{}.{} s", ms / 1_000, ms % 1_000 / 100)
    }
}

/// "512 bytes", "64 KiB", "1.5 MiB".
fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    let (unit, name) = match bytes {
        0..KIB => return count(bytes, "byte", "bytes"),
        KIB..MIB => (KIB, "KiB"),
        _ => (MIB, "MiB"),
    };
    // Rounded up, so that what is too much never reads like what would do.
    match (bytes * 10).div_ceil(unit) {
        tenths if tenths % 10 == 0 => format!("{} {name}", tenths / 10),
        tenths => format!("{}.{} {name}", tenths / 10, tenths % 10),
    }
}

fn milliseconds(list: &[u64]) -> String {
    let numbers: Vec<String> = list.iter().map(|ms| format!("{ms} ms")).collect();
    if numbers.is_empty() {
        "no wait".to_owned()
    } else {
        numbers.join(", ")
    }
}

/// ", spawned at line 12", or nothing where it is not known.
fn spawned(tasks: &[Task]) -> String {
    let mut lines: Vec<u32> = tasks
        .iter()
        .filter_map(|task| task.spawned_at.as_ref())
        .map(|place| place.line)
        .collect();
    lines.dedup();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!(", spawned at line {line}"),
        lines => {
            let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
            format!(", spawned at lines {}", lines.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::explain;
    use report::{Fact, Finding, LostBy, Place, Task, Wait};

    fn words(fact: Fact) -> String {
        explain(&Finding { fact, place: None }).paragraph()
    }

    fn place(line: u32) -> Place {
        Place {
            file: "a.rs".into(),
            line,
        }
    }

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
    fn a_circle_is_told_with_who_holds_what() {
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
                 channel, which depends on `Ann pays Bob`. Each of them"
            ),
            "{words}"
        );
    }

    #[test]
    fn a_circle_whose_lines_are_unknown_is_still_told() {
        let task = |name| waiting(Some(name), None, &[]);
        let words = deadlock(vec![task("one"), task("two")], vec![0, 1]);
        assert!(
            words.contains("`one` waits for something that `two` holds;"),
            "{words}"
        );
    }

    #[test]
    fn who_waits_for_ever_is_told_with_where_and_for_what() {
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
                "The program waits for ever: nothing is left that could wake it. The call waits \
                 at line 8 for a Mutex and at line 9 for a Notify. 2 tasks spawned at line 12 \
                 wait at line 30 for a Notify. The task spawned at line 14 waits with it. Every"
            ),
            "{words}"
        );
    }

    #[test]
    fn whoever_waits_for_the_clock_is_not_said_to_wait_for_ever() {
        let words = deadlock(vec![waiting(None, None, &[(8, Wait::TIMER)])], vec![]);
        assert!(
            words.starts_with("The program was not done after a whole day on the virtual clock."),
            "{words}"
        );
    }

    #[test]
    fn a_poll_that_never_returned_is_told_with_its_task() {
        let hung = Finding {
            fact: Fact::Hung {
                limit_real_ms: 5_000,
                polling_real_ms: Some(4_900),
                task: None,
            },
            place: Some(place(12)),
        };
        let words = explain(&hung).paragraph();
        assert!(
            words.contains("One poll of the task spawned at line 12 has not returned for 4.9 s."),
            "{words}"
        );
    }

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
    fn a_long_list_is_cut_and_says_so() {
        let words = words(Fact::Lost {
            what: "the orders".into(),
            missing: (1..=25).map(|number| format!("order {number}")).collect(),
        });
        assert!(
            words.contains("order 20 | … and 5 more.") && !words.contains("order 21"),
            "{words}"
        );
    }

    #[test]
    fn once_and_never_are_words() {
        let words = words(Fact::TooFewYields {
            what: "the counter".into(),
            yields: 0,
            at_least: 1,
        });
        assert!(
            words.contains("gave way never, and should at least once"),
            "{words}"
        );
    }
}
