//! Every finding in words. The only place where what a learner reads about a fact is written.
//!
//! An explanation says what happened, what was expected, and why it matters: never the answer,
//! never the hidden test. Each fact has an arm in [`explain`], so a forgotten one does not compile.

mod amounts;
mod deadlock;
mod ending;
mod hang;
mod invariants;
mod phrase;
mod polls;
mod tasks;
mod time;
mod values;

use hang::Hang;
use invariants::{Cancelled, Ordered};
use phrase::{raised, sentence};
use report::{Fact, Finding, Place};

/// More lines of one exhibit say nothing that these did not.
const MOST_LINES: usize = 20;

/// A finding in words: plain sentences, without colours or line breaks of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was measured.
    pub happened: String,
    /// What a right answer would give, where that is not plain from what happened: a whole sentence.
    pub expected: Option<String>,
    /// Why it matters, and where to think.
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
    /// Whether its lines keep their length, to be copied.
    pub is_code: bool,
}

/// The words for `finding`.
#[must_use]
pub fn explain(finding: &Finding) -> Explanation {
    let mut words = words(&finding.fact, finding.place.as_ref());
    words.place.clone_from(&finding.place);
    words
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm a fact, so that a fact without words does not compile"
)]
fn words(fact: &Fact, place: Option<&Place>) -> Explanation {
    match fact {
        Fact::WrongValue {
            what,
            expected,
            got,
        } => values::wrong_value(what, expected, got),
        Fact::WrongOrder {
            what,
            expected,
            got,
        } => values::wrong_order(what, expected, got),
        Fact::Lost { what, missing, got } => values::lost(what, missing, got),
        Fact::NeverRan { what } => values::never_ran(what),
        Fact::Unfinished { what, after_ms } => values::unfinished(what, *after_ms),
        Fact::NotAwaited { what, tasks } => tasks::not_awaited(what, tasks),
        Fact::OtherThread { what } => tasks::other_thread(what),
        Fact::RanEarly { what } => values::ran_early(what),
        Fact::RanLate { what } => values::ran_late(what),
        Fact::Sequential {
            what,
            took_ms,
            at_best_ms,
        } => time::sequential(what, *took_ms, *at_best_ms),
        Fact::BlockedThread {
            what,
            held_real_ms,
            took_ms,
        } => time::blocked_thread(what, *held_real_ms, *took_ms),
        Fact::TooSlow {
            what,
            took_ms,
            at_most_ms,
        } => time::too_slow(what, *took_ms, *at_most_ms),
        Fact::TooFast {
            what,
            took_ms,
            at_least_ms,
        } => time::too_fast(what, *took_ms, *at_least_ms),
        Fact::WrongDelays {
            what,
            expected_ms,
            got_ms,
        } => time::wrong_delays(what, expected_ms, got_ms),
        Fact::UsedTheClock { what, took_ms } => time::used_the_clock(what, *took_ms),
        Fact::StillRunning { what, tasks } => tasks::still_running(what, tasks),
        Fact::Spawned { what, tasks } => tasks::spawned(what, tasks),
        Fact::ExecutorHeld {
            what,
            longest_poll_real_ms,
            beats,
            at_least_beats,
        } => tasks::executor_held(what, *longest_poll_real_ms, *beats, *at_least_beats),
        Fact::TooMuchInOnePoll {
            what,
            most,
            at_most,
        } => tasks::too_much_in_one_poll(what, *most, *at_most),
        Fact::TooFewYields {
            what,
            yields,
            at_least,
        } => tasks::too_few_yields(what, *yields, *at_least),
        Fact::TooManyYields {
            what,
            yields,
            at_most,
        } => tasks::too_many_yields(what, *yields, *at_most),
        Fact::TooManyAtOnce {
            what,
            most,
            at_most,
        } => amounts::too_many_at_once(what, *most, *at_most),
        Fact::TooFewAtOnce {
            what,
            most,
            at_least,
        } => amounts::too_few_at_once(what, *most, *at_least),
        Fact::TooManyThreads {
            what,
            threads,
            at_most,
        } => amounts::too_many_threads(what, *threads, *at_most),
        Fact::FutureTooBig {
            what,
            bytes,
            at_most_bytes,
        } => amounts::future_too_big(what, *bytes, *at_most_bytes),
        Fact::TooMuchMemory {
            what,
            bytes,
            at_most_bytes,
        } => amounts::too_much_memory(what, *bytes, *at_most_bytes),
        Fact::TooManyCalls {
            what,
            calls,
            at_most,
        } => amounts::too_many_calls(what, *calls, *at_most),
        Fact::TooFewCalls {
            what,
            calls,
            at_least,
        } => amounts::too_few_calls(what, *calls, *at_least),
        Fact::LostWakeUp { what, polls, by } => polls::lost_wake_up(what, *polls, *by),
        Fact::BusyPoll {
            what,
            polls,
            at_most,
        } => polls::busy_poll(what, *polls, *at_most),
        Fact::BusyWait {
            what,
            busy_real_ms,
            took_real_ms,
        } => polls::busy_wait(what, *busy_real_ms, *took_real_ms),
        Fact::KeptLooking {
            what,
            looks,
            took_ms,
        } => polls::kept_looking(what, *looks, *took_ms),
        Fact::Broken { what, broken } => invariants::broken(what, broken),
        Fact::BrokenByCancel {
            what,
            at_wait,
            of_waits,
            broken_waits,
            waits_for,
            broken,
        } => invariants::broken_by_cancel(&Cancelled {
            what,
            at_wait: *at_wait,
            of_waits: *of_waits,
            broken_waits: *broken_waits,
            waits_for: waits_for.as_deref(),
            broken,
        }),
        Fact::BrokenByOrder {
            what,
            steps,
            broken,
            stuck,
            tried,
            broken_orders,
            of_orders,
        } => invariants::broken_by_order(&Ordered {
            what,
            steps,
            broken,
            stuck: *stuck,
            tried: *tried,
            broken_orders: *broken_orders,
            of_orders: *of_orders,
        }),
        Fact::Deadlocked { what, tasks, cycle } => deadlock::words(what, tasks, cycle),
        Fact::Hung {
            limit_real_ms,
            polling_real_ms,
            task,
            spawned_at,
            spins_until,
            called_from,
        } => hang::words(&Hang {
            limit_real_ms: *limit_real_ms,
            polling_real_ms: *polling_real_ms,
            task: task.as_deref(),
            spawned_at: spawned_at.as_ref(),
            first: place,
            last: spins_until.as_ref(),
            called_from,
        }),
        Fact::Panicked { message } => ending::panicked(message),
        Fact::NestedRuntime { message } => ending::nested_runtime(message),
        Fact::EndedEarly { status } => ending::ended_early(status),
        Fact::Interface { asks, problem } => ending::interface(asks, problem),
        Fact::NotAsync { asks, problem } => ending::not_async(asks, problem),
        Fact::NotSend { asks, problem, why } => ending::not_send(asks, problem, why),
        Fact::NeedsStatic { asks } => ending::needs_static(asks),
    }
}

fn say(happened: String) -> Explanation {
    Explanation {
        happened,
        expected: None,
        why: None,
        exhibits: Vec::new(),
        place: None,
    }
}

impl Explanation {
    /// What a right answer would measure.
    fn at_best(self, at_best: &str) -> Self {
        self.expected(format!("At best: {at_best}."))
    }

    /// Where the limit is.
    fn allowed(self, allowed: &str) -> Self {
        self.expected(format!("Allowed: {allowed}."))
    }

    fn expected(mut self, sentence: String) -> Self {
        self.expected = Some(sentence);
        self
    }

    fn because(mut self, why: &str) -> Self {
        self.why = Some(why.to_owned());
        self
    }

    fn show(self, label: &'static str, text: impl AsRef<str>) -> Self {
        self.exhibit(label, text.as_ref(), false)
    }

    fn show_code(self, label: &'static str, text: impl AsRef<str>) -> Self {
        self.exhibit(label, text.as_ref(), true)
    }

    fn exhibit(mut self, label: &'static str, text: &str, is_code: bool) -> Self {
        if !text.is_empty() {
            self.exhibits.push(Exhibit {
                label,
                text: first_lines(text),
                is_code,
            });
        }
        self
    }

    /// All of it as one paragraph, for those who read it in JSON.
    #[must_use]
    pub fn paragraph(&self) -> String {
        let mut text = self.happened.clone();
        if let Some(expected) = &self.expected {
            text.push_str(&format!(" {expected}"));
        }
        for exhibit in &self.exhibits {
            let flat = exhibit.text.replace('\n', " | ");
            text.push_str(&format!(" {}: {}", raised(exhibit.label), sentence(&flat)));
        }
        if let Some(why) = &self.why {
            text.push(' ');
            text.push_str(why);
        }
        text
    }
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

#[cfg(test)]
mod tests {
    use super::explain;
    use report::{Fact, Finding, Place};

    #[test]
    fn a_quoted_panic_that_ends_with_a_full_stop_gets_no_second_one() {
        let message = "there is no reactor running.".into();
        let words = words(Fact::Panicked { message });
        assert!(words.ends_with("no reactor running."), "{words}");
        assert!(!words.contains(".."), "{words}");
    }

    pub(super) fn words(fact: Fact) -> String {
        explain(&Finding { fact, place: None }).paragraph()
    }

    pub(super) fn place(line: u32) -> Place {
        Place {
            file: "a.rs".into(),
            line,
        }
    }
}
