//! An outcome as a learner reads it: what the compiler says, what was printed, which promises
//! are kept, and why the others are not.

use super::marks::marks;
use super::paint::{drawn, hanging, link, plain, wrapped};
use super::palette::Ink;
use crate::exercise::Exercise;
use crate::explain::{Explanation, explain};
use crate::verdict::{CheckResult, CheckState, Diagnostic, Level, Outcome, Printed, Verdict};
use report::{Fact, Finding, Place};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

/// Lines of output shown of what a program printed, first and last.
const PRINTED_LINES: usize = 12;

const DURING_THE_TESTS: &str = "Printed during the tests";

/// What stands above what `main` prints.
pub const BY_MAIN: &str = "Your program prints";

/// What a report is made of, to be laid out in order; each part is lines.
#[derive(Debug, Default)]
pub struct Report {
    /// The compiler's messages, the most important first, each in lines of its own.
    pub diagnostics: Vec<Vec<String>>,
    /// What the program printed.
    pub printed: Vec<String>,
    /// The promises and the findings.
    pub promises: Vec<String>,
    /// Which lines of the promises say what to look at first: of a pass, none.
    pub first_broken: Option<Range<usize>>,
    /// The verdict in one line.
    pub headline: String,
}

/// The report on `outcome`, in lines of at most `width` columns where they are ours.
#[must_use]
pub fn report(outcome: &Outcome, exercise: &Exercise, root: &Path, width: usize) -> Report {
    let (promises, first_broken) = promises(outcome, root, width);
    Report {
        diagnostics: diagnostics(outcome),
        printed: if outcome.passed() {
            Vec::new()
        } else {
            printed(DURING_THE_TESTS, &outcome.printed, width)
        },
        promises,
        first_broken,
        headline: headline(outcome, exercise),
    }
}

/// All that was said of an attempt, and by it: what was found, what the compiler said, what was printed
/// during the tests and by `main`.
#[must_use]
pub fn everything(
    outcome: &Outcome,
    by_main: Option<&Printed>,
    exercise: &Exercise,
    root: &Path,
    width: usize,
) -> Vec<String> {
    let (promises, _) = promises(outcome, root, width);
    let mut parts = vec![vec![headline(outcome, exercise)], promises];
    parts.extend(diagnostics(outcome));
    parts.push(printed_whole(DURING_THE_TESTS, &outcome.printed, width));
    if let Some(by_main) = by_main {
        parts.push(printed_whole(BY_MAIN, by_main, width));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(&String::new())
}

/// The errors, or if there are none the warnings, denied ones first.
fn diagnostics(outcome: &Outcome) -> Vec<Vec<String>> {
    let of = |level: Level| outcome.diagnostics.iter().filter(move |d| d.level == level);
    let lines = |diagnostic: &Diagnostic| -> Vec<String> {
        let text = drawn(diagnostic.rendered.trim_end());
        text.lines().map(str::to_owned).collect()
    };
    if of(Level::Error).next().is_some() {
        let mut errors: Vec<Vec<String>> = of(Level::Error).map(lines).collect();
        without_what_was_said(&mut errors);
        return errors;
    }
    let denied = of(Level::Warning).filter(|diagnostic| diagnostic.denied);
    let others = of(Level::Warning).filter(|diagnostic| !diagnostic.denied);
    denied.chain(others).map(lines).collect()
}

/// One cause may be an error in many places: what the compiler says about each of them in the same
/// words is said once.
fn without_what_was_said(errors: &mut [Vec<String>]) {
    let mut said = HashSet::new();
    for error in errors {
        let notes = error.iter().position(|line| {
            let line = plain(line);
            line.starts_with("note: ") || line.trim_start().starts_with("= ")
        });
        if let Some(notes) = notes
            && !said.insert(error[notes..].to_vec())
        {
            error.truncate(notes);
            let as_above = format!("   {} and so on, as above", marks().more);
            error.push(as_above.faint());
        }
    }
}

/// What a program printed, under a title: its beginning and its end where it is long, and nothing when it
/// printed nothing.
#[must_use]
pub fn printed(title: &str, printed: &Printed, width: usize) -> Vec<String> {
    let mut lines = printed_lines(printed);
    if lines.len() > PRINTED_LINES {
        let half = PRINTED_LINES / 2;
        let hidden = lines.len() - 2 * half;
        let tail = lines.split_off(lines.len() - half);
        lines.truncate(half);
        let more = marks().more;
        lines.push(format!("{more} {hidden} more lines {more}"));
        lines.extend(tail);
    }
    ruled(title, &lines, width)
}

/// All that is kept of what a program printed, under a title; nothing when it printed nothing.
fn printed_whole(title: &str, printed: &Printed, width: usize) -> Vec<String> {
    ruled(title, &printed_lines(printed), width)
}

fn printed_lines(printed: &Printed) -> Vec<String> {
    let mut lines: Vec<String> = plain(&printed.first).lines().map(str::to_owned).collect();
    if printed.left_out > 0 {
        let more = marks().more;
        lines.push(format!("{more} {} bytes left out {more}", printed.left_out));
        lines.extend(plain(&printed.last).lines().map(str::to_owned));
    }
    lines
}

/// `lines` under a title, behind a rule: they are not ours.
fn ruled(title: &str, lines: &[String], width: usize) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let rule = marks().rule.faint();
    let mut shown = vec![format!("{title}:").faint()];
    for line in lines {
        let line = line.replace('\t', "    ");
        let wrapped = textwrap::wrap(&line, width.saturating_sub(4).max(10));
        if wrapped.is_empty() {
            shown.push(format!("  {rule}"));
        }
        for part in wrapped {
            shown.push(format!("  {rule} {part}"));
        }
    }
    shown
}

/// The promises and the findings, and where the first that is broken stands among them.
fn promises(outcome: &Outcome, root: &Path, width: usize) -> (Vec<String>, Option<Range<usize>>) {
    let mut lines = Vec::new();
    for finding in &outcome.findings {
        lines.extend(explanation(finding, "  ", root, width));
    }
    let mut first_broken = (!lines.is_empty()).then_some(0..lines.len());
    let indent = "      ";
    let mut told: Vec<&Finding> = Vec::new();
    for check in &outcome.checks {
        let begin = lines.len();
        lines.extend(promise(check, width));
        // The first finding is the one to act on; the others often follow from it.
        if let Some(finding) = check.findings.first() {
            if told.iter().any(|earlier| is_the_same(finding, earlier)) {
                lines.push(format!("{indent}{}", "The same as above.".bad()));
            } else {
                lines.extend(explanation(finding, indent, root, width));
                told.push(finding);
            }
        }
        if check.state == CheckState::Broken && first_broken.is_none() {
            first_broken = Some(begin..lines.len());
        }
    }
    (lines, first_broken)
}

/// Nothing new is said of `finding` to somebody who has read `earlier`.
fn is_the_same(finding: &Finding, earlier: &Finding) -> bool {
    // A deadlock at one line is one, however many tasks it holds this time.
    let deadlock = |finding: &Finding| matches!(finding.fact, Fact::Deadlocked { .. });
    let same_line = finding.place.is_some() && finding.place == earlier.place;
    finding == earlier || (same_line && deadlock(finding) && deadlock(earlier))
}

fn promise(check: &CheckResult, width: usize) -> Vec<String> {
    let sentence = hanging(&check.promise, "", "    ", width.saturating_sub(4));
    let (mark, paint): (_, fn(String) -> String) = match check.state {
        CheckState::Kept => (marks().tick.good(), |line| line),
        CheckState::Broken => (marks().cross.worst(), |line| line.strong()),
        CheckState::NotReached => (marks().dot.faint(), |line| line.faint()),
    };
    sentence
        .into_iter()
        .enumerate()
        .map(|(number, line)| match number {
            0 => format!("  {mark} {}", paint(line)),
            _ => format!("    {}", paint(line.trim_start().to_owned())),
        })
        .collect()
}

fn explanation(finding: &Finding, indent: &str, root: &Path, width: usize) -> Vec<String> {
    let Explanation {
        happened,
        expected,
        why,
        exhibits,
        place,
    } = explain(finding);
    let mut lines = wrapped(&happened, indent, width);
    for line in &mut lines {
        *line = line.bad();
    }
    if let Some(expected) = expected {
        lines.extend(wrapped(&expected, indent, width));
    }
    let label_width = exhibits.iter().map(|exhibit| exhibit.label.len()).max();
    for exhibit in &exhibits {
        let label = format!("{:>1$}", exhibit.label, label_width.unwrap_or(0));
        let taken = indent.len() + label.len() + 2;
        let text = plain(&exhibit.text);
        let shown: Vec<Cow<'_, str>> = if exhibit.is_code {
            text.lines().map(Cow::from).collect()
        } else {
            let room = width.saturating_sub(taken).max(20);
            let lines = text.lines();
            lines.flat_map(|line| textwrap::wrap(line, room)).collect()
        };
        for (number, line) in shown.into_iter().enumerate() {
            let label = if number == 0 {
                label.label()
            } else {
                " ".repeat(label.len())
            };
            lines.push(format!("{indent}{label}  {line}"));
        }
    }
    if let Some(why) = why {
        lines.extend(wrapped(&why, indent, width));
    }
    if let Some(place) = place {
        lines.push(format!(
            "{indent}{} {}",
            "at".faint(),
            located(&place, root)
        ));
    }
    lines
}

fn located(place: &Place, root: &Path) -> String {
    let shown = format!("{}:{}", place.file, place.line);
    link(&shown, &root.join(&place.file))
}

fn headline(outcome: &Outcome, exercise: &Exercise) -> String {
    let kept = outcome
        .checks
        .iter()
        .filter(|check| check.state == CheckState::Kept)
        .count();
    let of = outcome.checks.len();
    let checks = |before: &str| match of {
        0 => String::new(),
        _ => format!("{before}{kept} of {of} checks passed"),
    };
    let words = match outcome.verdict {
        Verdict::Passed if of == 0 => "Passed".to_owned(),
        Verdict::Passed => format!("Passed: {of} of {of} checks"),
        Verdict::DoesNotCompile => match errors(outcome) {
            1 => "It does not compile yet: 1 error".to_owned(),
            errors => format!("It does not compile yet: {errors} errors"),
        },
        Verdict::InterfaceMismatch => {
            "It compiles, but it isn't what the exercise asks for".to_owned()
        }
        Verdict::LintDenied => {
            "The checks pass, but a lint found a bug waiting to happen".to_owned()
        }
        Verdict::Failed => format!("Not yet{}", checks(": ")),
        Verdict::Deadlocked => format!("Deadlocked{}", checks(": ")),
        Verdict::TimedOut => format!(
            "Out of time: stopped after {} s{}",
            exercise.time_limit.as_secs_f32(),
            checks(", ")
        ),
        Verdict::Crashed => format!("It exited before every check had finished{}", checks(", ")),
        Verdict::OutputFlood => "Stopped: it printed without end".to_owned(),
        Verdict::OutOfMemory => "Stopped: it used more than 1 GiB of memory".to_owned(),
    };
    if outcome.passed() {
        format!("{} {}", marks().tick.good(), words.best())
    } else {
        format!("{} {}", marks().cross.bad(), words.worst())
    }
}

fn errors(outcome: &Outcome) -> usize {
    outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .count()
}

#[cfg(test)]
mod tests {
    use super::{explanation, promises, without_what_was_said};
    use crate::screen::paint::columns;
    use crate::verdict::{CheckResult, CheckState, Outcome, Verdict};
    use report::{Fact, Finding, Place};
    use std::path::Path;

    const WIDTH: usize = 40;

    #[test]
    fn what_the_compiler_says_of_several_errors_alike_is_said_once() {
        let error = |line: u32, note: &str| {
            let text = format!("error: no\n --> a.rs:{line}\n  |\nnote: {note}\n  = help: do");
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let mut errors = [error(1, "why"), error(2, "why"), error(3, "other")];
        without_what_was_said(&mut errors);
        assert_eq!(errors[0], error(1, "why"));
        assert_eq!(errors[1][..3], error(2, "why")[..3]);
        assert!(errors[1].len() == 4 && errors[1][3].contains("as above"));
        assert_eq!(errors[2], error(3, "other"));
    }

    fn lines(fact: Fact) -> Vec<String> {
        let finding = Finding { fact, place: None };
        explanation(&finding, "  ", Path::new("."), WIDTH)
    }

    #[test]
    fn a_long_value_is_wrapped_below_itself() {
        let lines = lines(Fact::WrongValue {
            what: "the list".into(),
            expected: "one".into(),
            got: "one, two, three, four, five, six, seven, eight".into(),
        });
        let mut below = lines.iter().skip_while(|line| !line.contains("got  "));
        assert!(below.next().unwrap().ends_with(','), "{lines:#?}");
        assert!(below.next().unwrap().ends_with("eight"), "{lines:#?}");
        assert!(
            lines.iter().all(|line| columns(line) <= WIDTH),
            "{lines:#?}"
        );
    }

    #[test]
    fn an_interface_stays_as_it_is_to_be_copied() {
        let asks = "pub async fn a_function_with_a_long_name(and_a: Parameter)";
        let lines = lines(Fact::NeedsStatic { asks: asks.into() });
        assert!(lines.iter().any(|line| line.ends_with(asks)), "{lines:#?}");
    }

    fn told(findings: [Finding; 2]) -> Vec<String> {
        let mut outcome = Outcome::of(Verdict::Failed);
        let broken = findings.map(|finding| CheckResult {
            name: "check".into(),
            promise: "A promise.".into(),
            state: CheckState::Broken,
            findings: vec![finding],
        });
        outcome.checks = broken.into();
        promises(&outcome, Path::new("."), 80).0
    }

    fn says_the_same(lines: &[String]) -> bool {
        lines.iter().any(|line| line.contains("The same as above."))
    }

    #[test]
    fn what_was_said_of_an_earlier_promise_is_not_said_again() {
        let panicked = |message: &str| Finding {
            fact: Fact::Panicked {
                message: message.into(),
            },
            place: None,
        };
        let lines = told([panicked("no reactor"), panicked("no reactor")]);
        assert!(says_the_same(&lines), "{lines:#?}");
        let lines = told([panicked("no reactor"), panicked("no timer")]);
        assert!(!says_the_same(&lines), "{lines:#?}");
    }

    #[test]
    fn a_deadlock_at_the_same_line_is_the_same_with_other_tasks() {
        let held = |tasks: usize, line: u32| Finding {
            fact: Fact::Deadlocked {
                what: "the check".into(),
                tasks: vec![report::Task::default(); tasks],
                cycle: Vec::new(),
            },
            place: Some(Place {
                file: "exercise.rs".into(),
                line,
            }),
        };
        let lines = told([held(1, 7), held(2, 7)]);
        assert!(says_the_same(&lines), "{lines:#?}");
        let lines = told([held(1, 7), held(1, 8)]);
        assert!(!says_the_same(&lines), "{lines:#?}");
    }
}
