//! How a program ended and what it said, read as a verdict. Pure.

use super::{Ending, PROCESSES, Ran};
use crate::verdict::{CheckResult, CheckState, Verdict};
use report::{Fact, Finding, Message, Promise};
use std::time::Duration;

/// What a run amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// In one word.
    pub verdict: Verdict,
    /// Every check that was announced, in order.
    pub checks: Vec<CheckResult>,
    /// Findings that belong to no check.
    pub findings: Vec<Finding>,
}

/// Reads the run of a check program that had `limit` to end.
#[must_use]
pub fn of_check(ran: &Ran, limit: Duration) -> Reading {
    let mut checks: Vec<CheckResult> = announced(&ran.messages).map(not_reached).collect();
    let orderly = settle(&mut checks, &ran.messages) && !checks.is_empty();
    let done = ran.messages.last() == Some(&Message::Done);
    let complete = checks
        .iter()
        .all(|check| check.state != CheckState::NotReached);
    if orderly && done && complete && ran.ending == Ending::Exited(0) {
        let verdict = verdict_of(&checks);
        return Reading {
            verdict,
            checks,
            findings: Vec::new(),
        };
    }
    let (verdict, finding) = untimely(ran, limit);
    let mut findings = Vec::new();
    match current(&mut checks, &ran.messages) {
        Some(check) => {
            check.state = CheckState::Broken;
            check.findings.extend(finding);
        }
        None => findings.extend(finding),
    }
    Reading {
        verdict,
        checks,
        findings,
    }
}

/// Reads the run of a program without a check: it is right when it succeeds.
#[must_use]
pub fn of_alone(ran: &Ran, limit: Duration) -> Reading {
    let (verdict, findings) = match ran.ending {
        Ending::Exited(0) => (Verdict::Passed, Vec::new()),
        Ending::Exited(_) => (Verdict::Failed, Vec::new()),
        _ => {
            let (verdict, finding) = untimely(ran, limit);
            (verdict, finding.into_iter().collect())
        }
    };
    Reading {
        verdict,
        checks: Vec::new(),
        findings,
    }
}

fn announced(messages: &[Message]) -> impl Iterator<Item = &Promise> {
    match messages.first() {
        Some(Message::Announced { checks }) => checks.as_slice(),
        _ => &[],
    }
    .iter()
}

fn not_reached(promise: &Promise) -> CheckResult {
    CheckResult {
        name: promise.name.clone(),
        promise: promise.promise.clone(),
        state: CheckState::NotReached,
        findings: Vec::new(),
    }
}

/// Fills in what was reported. False when a report is not of a check that was announced, or the
/// second one of its check.
fn settle(checks: &mut [CheckResult], messages: &[Message]) -> bool {
    for message in messages {
        let Message::Finished { check, findings } = message else {
            continue;
        };
        let known = checks
            .iter_mut()
            .find(|known| known.name == *check && known.state == CheckState::NotReached);
        let Some(known) = known else {
            return false;
        };
        known.state = if findings.is_empty() {
            CheckState::Kept
        } else {
            CheckState::Broken
        };
        known.findings.clone_from(findings);
    }
    true
}

/// The check that had begun and not ended.
fn current<'a>(checks: &'a mut [CheckResult], messages: &[Message]) -> Option<&'a mut CheckResult> {
    let begun = messages.iter().rev().find_map(|message| match message {
        Message::Started { check } => Some(check),
        _ => None,
    })?;
    checks
        .iter_mut()
        .find(|check| check.name == *begun && check.state == CheckState::NotReached)
}

fn verdict_of(checks: &[CheckResult]) -> Verdict {
    let mut facts = checks
        .iter()
        .flat_map(|check| &check.findings)
        .map(|finding| &finding.fact);
    match facts.next() {
        None => Verdict::Passed,
        Some(Fact::Deadlocked { .. }) => Verdict::Deadlocked,
        Some(_) => Verdict::Failed,
    }
}

/// The verdict on a program that did not come to its end, or not in the agreed way.
fn untimely(ran: &Ran, limit: Duration) -> (Verdict, Option<Finding>) {
    let because = |fact| Some(Finding { fact, place: None });
    match ran.ending {
        Ending::Flooded => (Verdict::OutputFlood, None),
        Ending::OutOfTime => (Verdict::TimedOut, Some(hung(&ran.messages, limit))),
        Ending::OutOfMemory => (Verdict::OutOfMemory, None),
        Ending::TooManyProcesses => {
            let status = format!("it started more than {PROCESSES} processes, and was stopped");
            (Verdict::Crashed, because(Fact::EndedEarly { status }))
        }
        _ if out_of_memory(ran) => (Verdict::OutOfMemory, None),
        Ending::Exited(code) => {
            let status = format!("it ended with exit status {code}");
            (Verdict::Crashed, because(Fact::EndedEarly { status }))
        }
        Ending::Signalled(signal) => {
            let status = format!("it was ended by {}", signal_name(signal));
            (Verdict::Crashed, because(Fact::EndedEarly { status }))
        }
    }
}

/// Where a program that was out of time said that it is.
fn hung(messages: &[Message], limit: Duration) -> Finding {
    let answer = messages.iter().find_map(|message| match message {
        Message::Stuck {
            polling_ms,
            place,
            task,
        } => Some((*polling_ms, place.clone(), task.clone())),
        _ => None,
    });
    let spin = messages.iter().find_map(|message| match message {
        Message::Spinning { spin } => spin.clone(),
        _ => None,
    });
    let (polling_real_ms, spawned_at, task) = answer.unwrap_or_default();
    let (place, spins_until, called_from) = match spin {
        Some(spin) => (Some(spin.first), Some(spin.last), spin.called_from),
        None => Default::default(),
    };
    let fact = Fact::Hung {
        limit_real_ms: u64::try_from(limit.as_millis()).unwrap_or(u64::MAX),
        polling_real_ms,
        task,
        spawned_at,
        spins_until,
        called_from,
    };
    Finding { fact, place }
}

/// What Rust's runtime prints when an allocation fails, before it aborts.
fn out_of_memory(ran: &Ran) -> bool {
    const ABORT: i32 = 6;
    let tail = if ran.printed.last.is_empty() {
        &ran.printed.first
    } else {
        &ran.printed.last
    };
    ran.ending == Ending::Signalled(ABORT)
        && tail
            .lines()
            .rev()
            .take(5)
            .any(|line| line.starts_with("memory allocation of ") && line.contains(" bytes failed"))
}

fn signal_name(signal: i32) -> String {
    let name = match signal {
        4 => "SIGILL: an illegal instruction",
        6 => "SIGABRT: it aborted",
        8 => "SIGFPE: illegal arithmetic",
        9 => "SIGKILL: the system killed it",
        11 => "SIGSEGV: invalid memory access or stack overflow",
        15 => "SIGTERM: it was asked to end",
        other => return format!("signal {other}"),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Reading, of_alone, of_check};
    use crate::judge::{Ending, Ran};
    use crate::verdict::{CheckState, Printed, Verdict};
    use report::{Fact, Finding, Message, Place, Promise, Spin};
    use std::time::Duration;

    fn announce(names: &[&str]) -> Message {
        let promise = |name: &&str| Promise {
            name: (*name).into(),
            promise: "it holds".into(),
        };
        Message::Announced {
            checks: names.iter().map(promise).collect(),
        }
    }

    fn started(check: &str) -> Message {
        Message::Started {
            check: check.into(),
        }
    }

    fn finished(check: &str, facts: &[Fact]) -> Message {
        let finding = |fact: &Fact| Finding {
            fact: fact.clone(),
            place: None,
        };
        Message::Finished {
            check: check.into(),
            findings: facts.iter().map(finding).collect(),
        }
    }

    fn read(ending: Ending, messages: Vec<Message>, printed: &str) -> Reading {
        let ran = Ran {
            ending,
            messages,
            printed: Printed {
                first: printed.into(),
                ..Printed::default()
            },
            took: Duration::ZERO,
        };
        of_check(&ran, Duration::from_secs(10))
    }

    fn never_ran() -> Fact {
        Fact::NeverRan { what: "it".into() }
    }

    #[test]
    fn all_checks_kept_is_a_pass() {
        let messages = vec![
            announce(&["a"]),
            started("a"),
            finished("a", &[]),
            Message::Done,
        ];
        assert_eq!(
            read(Ending::Exited(0), messages, "").verdict,
            Verdict::Passed
        );
    }

    #[test]
    fn a_finding_is_a_failure() {
        let messages = vec![
            announce(&["a"]),
            started("a"),
            finished("a", &[never_ran()]),
            Message::Done,
        ];
        let reading = read(Ending::Exited(0), messages, "");
        assert_eq!(reading.verdict, Verdict::Failed);
        assert_eq!(reading.checks[0].state, CheckState::Broken);
    }

    #[test]
    fn a_silent_success_is_no_pass() {
        assert_eq!(
            read(Ending::Exited(0), vec![], "test result: ok").verdict,
            Verdict::Crashed
        );
    }

    #[test]
    fn an_exit_inside_a_check_is_a_crash_of_that_check() {
        let messages = vec![
            announce(&["a", "b"]),
            started("a"),
            finished("a", &[]),
            started("b"),
        ];
        let reading = read(Ending::Exited(0), messages, "");
        assert_eq!(reading.verdict, Verdict::Crashed);
        assert_eq!(reading.checks[0].state, CheckState::Kept);
        assert_eq!(reading.checks[1].state, CheckState::Broken);
        assert_eq!(reading.checks[1].findings[0].fact.kind(), "ended-early");
    }

    #[test]
    fn a_check_left_out_is_no_pass() {
        let messages = vec![announce(&["a", "b"]), finished("a", &[]), Message::Done];
        assert_eq!(
            read(Ending::Exited(0), messages, "").verdict,
            Verdict::Crashed
        );
    }

    #[test]
    fn a_check_reported_twice_is_no_pass() {
        let twice = finished("a", &[]);
        let messages = vec![announce(&["a"]), twice.clone(), twice, Message::Done];
        assert_eq!(
            read(Ending::Exited(0), messages, "").verdict,
            Verdict::Crashed
        );
    }

    #[test]
    fn no_checks_at_all_is_no_pass() {
        let messages = vec![announce(&[]), Message::Done];
        assert_eq!(
            read(Ending::Exited(0), messages, "").verdict,
            Verdict::Crashed
        );
    }

    #[test]
    fn a_failed_exit_after_all_is_no_pass() {
        let messages = vec![announce(&["a"]), finished("a", &[]), Message::Done];
        assert_eq!(
            read(Ending::Exited(1), messages, "").verdict,
            Verdict::Crashed
        );
    }

    #[test]
    fn out_of_time_names_the_poll_that_did_not_return() {
        let place = |line| Place {
            file: "a.rs".into(),
            line,
        };
        let messages = vec![
            announce(&["a"]),
            started("a"),
            Message::Stuck {
                polling_ms: Some(9_900),
                place: Some(place(3)),
                task: None,
            },
            Message::Spinning {
                spin: Some(Spin {
                    first: place(7),
                    last: place(9),
                    called_from: vec![place(20)],
                }),
            },
        ];
        let reading = read(Ending::OutOfTime, messages, "");
        assert_eq!(reading.verdict, Verdict::TimedOut);
        let expected = Fact::Hung {
            limit_real_ms: 10_000,
            polling_real_ms: Some(9_900),
            task: None,
            spawned_at: Some(place(3)),
            spins_until: Some(place(9)),
            called_from: vec![place(20)],
        };
        assert_eq!(reading.checks[0].findings[0].fact, expected);
        assert_eq!(reading.checks[0].findings[0].place, Some(place(7)));
    }

    #[test]
    fn a_failed_allocation_is_told_from_another_abort() {
        let begun = || vec![announce(&["a"]), started("a")];
        let printed = "memory allocation of 8 bytes failed\n";
        let reading = read(Ending::Signalled(6), begun(), printed);
        assert_eq!(reading.verdict, Verdict::OutOfMemory);
        let reading = read(Ending::Signalled(6), begun(), "");
        assert_eq!(reading.verdict, Verdict::Crashed);
    }

    #[test]
    fn a_deadlock_is_its_own_verdict() {
        let deadlock = Fact::Deadlocked {
            what: "it".into(),
            tasks: vec![],
            cycle: vec![],
        };
        let messages = vec![announce(&["a"]), finished("a", &[deadlock]), Message::Done];
        assert_eq!(
            read(Ending::Exited(0), messages, "").verdict,
            Verdict::Deadlocked
        );
    }

    #[test]
    fn a_flood_is_its_own_verdict() {
        assert_eq!(
            read(Ending::Flooded, vec![], "").verdict,
            Verdict::OutputFlood
        );
    }

    #[test]
    fn a_program_that_starts_one_process_after_another_is_told_so() {
        let begun = || vec![announce(&["a"]), started("a")];
        let reading = read(Ending::TooManyProcesses, begun(), "");
        assert_eq!(reading.verdict, Verdict::Crashed);
        let Fact::EndedEarly { status } = &reading.checks[0].findings[0].fact else {
            panic!("{reading:?}");
        };
        assert!(status.contains("256 processes"), "{status}");
    }

    #[test]
    fn what_a_program_and_its_children_have_is_counted_together() {
        let reading = read(Ending::OutOfMemory, vec![announce(&["a"])], "");
        assert_eq!(reading.verdict, Verdict::OutOfMemory);
    }

    #[test]
    fn a_program_without_a_check_is_right_when_it_succeeds() {
        let ran = |ending| Ran {
            ending,
            messages: vec![],
            printed: Printed::default(),
            took: Duration::ZERO,
        };
        let limit = Duration::from_secs(1);
        assert_eq!(
            of_alone(&ran(Ending::Exited(0)), limit).verdict,
            Verdict::Passed
        );
        assert_eq!(
            of_alone(&ran(Ending::Exited(101)), limit).verdict,
            Verdict::Failed
        );
        assert_eq!(
            of_alone(&ran(Ending::Signalled(9)), limit).verdict,
            Verdict::Crashed
        );
    }
}
