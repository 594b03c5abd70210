//! The exercise's own screen: what is judged, and what came of it.

use super::Size;
use super::footer::footer;
use super::parts::Parts;
use crate::course::Course;
use crate::exercise::Exercise;
use crate::screen::marks::{marks, spelled};
use crate::screen::paint::{columns, link, wrapped};
use crate::screen::palette::Ink;
use crate::screen::report::{BY_MAIN, Report, printed, report};
use crate::verdict::{Outcome, Printed, Verdict};
use crate::watch::action::When;
use crate::watch::state::State;
use crate::watch::view::Phase;
use std::ops::Range;

pub(super) fn exercise(state: &State, course: &Course, size: Size) -> Parts {
    let exercise = &course.exercises[state.current];
    let (mut body, mut focus, mut headline) = (Vec::new(), None, None);
    match &state.phase {
        Phase::Idle => {}
        Phase::Running { preparing } => body.push(match preparing {
            Some(sentence) => sentence.clone(),
            None => format!("Checking {}", marks().more).faint(),
        }),
        Phase::Judged {
            outcome,
            printed: by_main,
        } => {
            let report = report(outcome, exercise, &course.root, size.columns);
            headline = Some(report.headline.clone());
            if outcome.passed() {
                body = passed(state, exercise, by_main.as_ref(), size);
            } else {
                (body, focus) = judged(outcome, report, by_main.as_ref(), size);
            }
        }
        Phase::Nothing(why) => body.extend(wrapped(why, "", size.columns)),
    }
    let newest_hint = hints(state, exercise, &mut body, size);
    if state.looks_at_hint {
        focus = newest_hint.or(focus);
    }
    Parts {
        head: header(state, course, size),
        body,
        focus,
        scroll: None,
        foot: footer(state, headline.as_deref(), size),
    }
}

/// Name, title and path.
pub(super) fn header(state: &State, course: &Course, size: Size) -> Vec<String> {
    let entry = state.entry();
    let path = course.exercises[state.current].path();
    let shown = spelled(&path.display().to_string()).into_owned();
    let done = if entry.is_done {
        format!(" {}", marks().tick.good())
    } else {
        String::new()
    };
    let title = format!("{}{done}  {}", entry.name.strong(), entry.title);
    let link = link(&shown, &course.root.join(&path));
    if columns(&title) + columns(&shown) + 2 <= size.columns {
        let gap = size.columns - columns(&title) - columns(&shown);
        vec![format!("{title}{}{link}", " ".repeat(gap))]
    } else {
        let mut lines = wrapped(&title, "", size.columns);
        lines.push(link);
        lines
    }
}

/// What is said of an outcome that is no pass, what matters most first; and which lines say what to look at.
fn judged(
    outcome: &Outcome,
    report: Report,
    by_main: Option<&Printed>,
    size: Size,
) -> (Vec<String>, Option<Range<usize>>) {
    let Report {
        diagnostics,
        printed: during,
        promises,
        first_broken,
        headline: _,
    } = report;
    let is_compilers = matches!(
        outcome.verdict,
        Verdict::DoesNotCompile | Verdict::LintDenied
    );
    let by_main = by_main.map(|by_main| printed(BY_MAIN, by_main, size.columns));
    let rest = vec![during, by_main.unwrap_or_default()];
    let (parts, focus) = if is_compilers {
        let parts = diagnostics.into_iter().chain([promises]).chain(rest);
        (parts.collect::<Vec<_>>(), None)
    } else {
        let parts = [promises].into_iter().chain(rest).chain(diagnostics);
        (parts.collect(), first_broken)
    };
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (parts.join(&String::new()), focus)
}

/// A pass: what is known now, what it took, what to do next.
fn passed(
    state: &State,
    exercise: &Exercise,
    by_main: Option<&Printed>,
    size: Size,
) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(learnt) = &exercise.learnt {
        lines.extend(wrapped(learnt.trim(), "  ", size.columns));
        lines.push(String::new());
    }
    if let Some(taken) = state.taken() {
        lines.push(format!("  {}", taken.in_words().faint()));
        lines.push(String::new());
    }
    let mut keys = vec!["n: next".best(), "s: your solution beside ours".to_owned()];
    if state.offers(When::Bench) {
        keys.push("b: compare the runtimes on your machine".best());
    }
    let in_a_row = format!("  {}", keys.join("   "));
    if columns(&in_a_row) <= size.columns {
        lines.push(in_a_row);
    } else {
        lines.extend(keys.into_iter().map(|key| format!("  {key}")));
    }
    if let Some(by_main) = by_main {
        lines.push(String::new());
        lines.extend(printed(BY_MAIN, by_main, size.columns));
    }
    lines
}

/// Adds the hints that are shown, and says which lines are the newest one's.
fn hints(
    state: &State,
    exercise: &Exercise,
    lines: &mut Vec<String>,
    size: Size,
) -> Option<Range<usize>> {
    let all = exercise.hints.len();
    let mut newest = None;
    for (number, hint) in exercise.hints.iter().take(state.hints_shown).enumerate() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let begin = lines.len();
        lines.push(format!("Hint {} of {all}", number + 1).notable());
        lines.extend(wrapped(hint, "  ", size.columns));
        newest = Some(begin..lines.len());
    }
    newest
}
