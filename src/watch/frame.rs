//! The state as lines on a screen of a given size. Pure.

use super::action::KEYS;
use super::chooser::{Chooser, Filter};
use super::state::State;
use super::view::{Phase, View};
use crate::course::Course;
use crate::exercise::Exercise;
use crate::screen::bar::bar;
use crate::screen::paint::{columns, drawn, link, rows, wrapped};
use crate::screen::report::{Report, printed, report};
use crate::verdict::{Outcome, Printed};
use colored::Colorize;

/// What stands above a comparison, underway and over.
pub const COMPARED: &str = "Runtimes on your machine";

/// The size of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Letters in a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

/// What to show of `state`.
#[must_use]
pub fn frame(state: &State, course: &Course, size: Size) -> Vec<String> {
    let mut lines = view(state, course, size);
    if let (
        Phase::Running {
            preparing: Some(sentence),
        },
        false,
    ) = (&state.phase, state.view == View::Exercise)
    {
        lines.push(sentence.clone());
    }
    lines
}

fn view(state: &State, course: &Course, size: Size) -> Vec<String> {
    match &state.view {
        View::Exercise => exercise(state, course, size),
        View::ConfirmReset => {
            let mut lines = header(state, course, size);
            lines.push(String::new());
            let question = format!(
                "Put the starter of {} back? What you wrote is kept in a backup.",
                state.entry().name
            );
            lines.extend(wrapped(&question, "", size.columns));
            lines.push(format!("{}   any other key: no", "y: yes".bold()));
            lines
        }
        View::List(chooser) => list(state, chooser, size),
        View::Help => help(size),
        View::Text { title, lines, top } => text(title, lines, *top, size),
        View::Sweep {
            failed,
            judged,
            is_over,
        } => sweep(state, failed, *judged, *is_over, size),
        View::Comparing(sentence) => comparing(sentence, size),
        View::Farewell => farewell(state, course, size),
    }
}

fn exercise(state: &State, course: &Course, size: Size) -> Vec<String> {
    let exercise = &course.exercises[state.current];
    let head = header(state, course, size);
    let mut foot = hints(state, exercise, size);
    foot.extend(footer(state, size));
    let used = height(&head, size) + height(&foot, size);
    let room = size.rows.saturating_sub(used);
    let body = match &state.phase {
        Phase::Idle => Vec::new(),
        Phase::Running { preparing } => match preparing {
            Some(sentence) => vec![String::new(), sentence.clone()],
            None => vec![String::new(), "Checking …".dimmed().to_string()],
        },
        Phase::Judged {
            outcome,
            printed: said,
        } => judged(outcome, said.as_ref(), exercise, course, size, room),
        Phase::Nothing(why) => {
            let mut lines = vec![String::new()];
            lines.extend(wrapped(why, "", size.columns));
            lines
        }
    };
    let mut lines = head;
    lines.extend(fitting(body, room, size));
    lines.extend(foot);
    lines
}

/// What is said of an outcome. The promises and the verdict come first in importance and last on
/// the screen; the compiler's messages get the room that is left.
fn judged(
    outcome: &Outcome,
    said: Option<&Printed>,
    exercise: &Exercise,
    course: &Course,
    size: Size,
    room: usize,
) -> Vec<String> {
    let Report {
        diagnostics,
        printed: during,
        promises,
        headline,
    } = report(outcome, exercise, &course.root, size.columns);
    let headline = wrapped(&headline, "", size.columns);
    // In a window that is too low for everything the verdict is what stays.
    let mut tail = fitting(
        promises,
        room.saturating_sub(height(&headline, size) + 1),
        size,
    );
    tail.extend(headline);
    if let Some(said) = said {
        let left = room.saturating_sub(height(&tail, size) + 1);
        let said = printed("Your program prints", said, size.columns);
        tail.extend(fitting(said, left, size));
    }
    let mut room = room.saturating_sub(height(&tail, size) + 1);
    let mut lines = vec![String::new()];
    let messages = if outcome.passed() {
        Vec::new()
    } else {
        diagnostics
    };
    let all = messages.len();
    for (number, message) in messages.into_iter().enumerate() {
        let taken = height(&message, size) + 1;
        let rest = all - number;
        let last_line = usize::from(rest > 1);
        if number > 0 && taken + last_line > room {
            let more = format!("… and {rest} more of the compiler's messages; m shows all");
            lines.push(more.dimmed().to_string());
            room = room.saturating_sub(1);
            break;
        }
        lines.extend(fitting(message, room.saturating_sub(1), size));
        lines.push(String::new());
        room = room.saturating_sub(taken);
    }
    if height(&during, size) <= room {
        lines.extend(during);
    }
    lines.extend(tail);
    lines
}

fn header(state: &State, course: &Course, size: Size) -> Vec<String> {
    let entry = state.entry();
    let path = course.exercises[state.current].path();
    let shown = path.display().to_string();
    let done = if entry.is_done {
        format!(" {}", "✓".green())
    } else {
        String::new()
    };
    let title = format!("{}{done}  {}", entry.name.bold(), entry.title);
    let link = link(&shown, &course.root.join(&path)).cyan().to_string();
    if columns(&title) + shown.len() + 2 <= size.columns {
        let gap = size.columns - columns(&title) - shown.len();
        vec![format!("{title}{}{link}", " ".repeat(gap))]
    } else {
        let mut lines = wrapped(&title, "", size.columns);
        lines.push(link);
        lines
    }
}

fn hints(state: &State, exercise: &Exercise, size: Size) -> Vec<String> {
    let mut lines = Vec::new();
    let all = exercise.hints.len();
    for (number, hint) in exercise.hints.iter().take(state.hints_shown).enumerate() {
        lines.push(String::new());
        let title = format!("Hint {} of {all}", number + 1);
        lines.push(title.yellow().to_string());
        lines.extend(wrapped(hint, "  ", size.columns));
    }
    lines
}

fn footer(state: &State, size: Size) -> Vec<String> {
    let mut lines = vec![ahead(state, size)];
    if let Some(notice) = &state.notice {
        let notice = wrapped(notice, "", size.columns);
        lines.extend(notice.into_iter().map(|line| line.yellow().to_string()));
    }
    lines.push(bar(state.done(), state.entries.len(), size.columns));
    let is_passed = matches!(&state.phase, Phase::Judged { outcome, .. } if outcome.passed());
    let next = if is_passed { "n:next" } else { "" };
    let keys = [
        "b:bench",
        "h:hint",
        "l:list",
        "r:run",
        "s:solution",
        "x:reset",
        "?:keys",
        "q:quit",
    ];
    let mut line = next.bold().green().to_string();
    for key in keys {
        let is_offered = match key {
            "b:bench" => state.offers_bench(),
            "s:solution" => state.entry().is_done,
            _ => true,
        };
        if !is_offered {
            continue;
        }
        let gap = if columns(&line) == 0 { 0 } else { 2 };
        if columns(&line) + gap + key.len() > size.columns {
            break;
        }
        line.push_str(&" ".repeat(gap));
        if key == "b:bench" {
            // Only some exercises have it, so it should be seen.
            line.push_str(&key.bold().green().to_string());
        } else {
            line.push_str(key);
        }
    }
    lines.push(line);
    lines
}

/// The line between what is said and how far the learner is: empty, unless later chapters are being
/// prepared. Where the learner waits for a preparation, only that one is shown.
fn ahead(state: &State, size: Size) -> String {
    let is_waited_for = matches!(&state.phase, Phase::Running { preparing: Some(_) });
    match &state.ahead {
        Some(phrase) if !is_waited_for => {
            let phrase = cut(phrase, size.columns);
            let margin = " ".repeat(size.columns - columns(&phrase));
            format!("{margin}{}", phrase.dimmed())
        }
        _ => String::new(),
    }
}

fn list(state: &State, chooser: &Chooser, size: Size) -> Vec<String> {
    let rows = state.rows();
    let shown = chooser.shown(&rows);
    let filter = match chooser.filter {
        Filter::All => "all",
        Filter::Done => "done",
        Filter::Pending => "not done",
    };
    let mut lines = vec![format!("{}  {filter}", "Exercises".bold())];
    let name_width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let room = size.rows.saturating_sub(5).max(1);
    let top = chooser
        .selected
        .saturating_sub(room / 2)
        .min(shown.len().saturating_sub(room));
    for (place, &at) in shown.iter().enumerate().skip(top).take(room) {
        let row = &rows[at];
        let mark = if row.is_done {
            "✓".green()
        } else {
            "·".normal()
        };
        let arrow = if place == chooser.selected { ">" } else { " " };
        let here = if at == state.current { "*" } else { " " };
        let text = format!("{:<name_width$}  {}", row.name, row.title);
        let text = cut(&text, size.columns.saturating_sub(6));
        let text = if place == chooser.selected {
            text.bold().to_string()
        } else {
            text
        };
        lines.push(format!("{arrow} {mark}{here} {text}"));
    }
    if shown.is_empty() {
        lines.push("  nothing is like that".dimmed().to_string());
    }
    lines.push(String::new());
    lines.push(bar(state.done(), state.entries.len(), size.columns));
    lines.push(if chooser.is_typing {
        format!("/{}_   Enter: keep   Esc: clear", chooser.search)
    } else {
        let search = if chooser.search.is_empty() {
            "/:search".to_owned()
        } else {
            format!("/{}", chooser.search)
        };
        let keys = format!("Enter:go  {search}  d:done  p:not done  Esc:back");
        cut(&keys, size.columns)
    });
    lines
}

fn help(size: Size) -> Vec<String> {
    let mut lines = vec!["Keys".bold().to_string(), String::new()];
    for (key, _, what) in KEYS {
        lines.extend(wrapped(&format!("{key}  {what}"), "  ", size.columns));
    }
    lines.push(String::new());
    let saves =
        "Saving the exercise judges it; the latest save wins. Saving another exercise goes there.";
    lines.extend(wrapped(saves, "", size.columns));
    lines.push("any key: back".dimmed().to_string());
    if height(&lines, size) > size.rows {
        return short_help(size);
    }
    lines
}

/// All keys in two columns, for a low window.
fn short_help(size: Size) -> Vec<String> {
    let width = size.columns / 2;
    let cell = |(key, _, what): &(char, _, &str)| {
        let cell = cut(&format!("{key}  {what}"), width.saturating_sub(2));
        format!("{cell:<width$}")
    };
    let mut lines: Vec<String> = KEYS
        .chunks(2)
        .map(|pair| pair.iter().map(cell).collect())
        .collect();
    lines.push("any key: back".dimmed().to_string());
    lines
}

fn text(title: &str, text: &[String], top: usize, size: Size) -> Vec<String> {
    let mut lines = vec![title.bold().to_string(), String::new()];
    let room = size.rows.saturating_sub(4).max(1);
    let text: Vec<String> = text.iter().flat_map(|line| folded(line, size)).collect();
    let fits = text.len() <= room;
    let top = if fits { 0 } else { top.min(text.len()) };
    lines.extend(text.into_iter().skip(top).take(room));
    let keys = if fits {
        "Enter: back"
    } else {
        "arrows: scroll   Enter: back"
    };
    lines.push(String::new());
    lines.push(cut(keys, size.columns).dimmed().to_string());
    lines
}

fn sweep(state: &State, failed: &[usize], judged: usize, is_over: bool, size: Size) -> Vec<String> {
    let all = state.entries.len();
    let mut lines = vec!["Checking all exercises".bold().to_string(), String::new()];
    lines.push(bar(judged, all, size.columns));
    lines.push(String::new());
    let passed = judged - failed.len();
    lines.push(format!("{} {passed} passed", "✓".green()));
    if !failed.is_empty() {
        let names: Vec<&str> = failed
            .iter()
            .map(|&at| state.entries[at].name.as_str())
            .collect();
        let sentence = format!("✗ {} not: {}", names.len(), names.join(", "));
        lines.extend(wrapped(&sentence, "", size.columns));
    }
    lines.push(String::new());
    lines.push(match (is_over, failed.is_empty()) {
        (false, _) => "any key: stop".dimmed().to_string(),
        (true, true) => "any key: on".dimmed().to_string(),
        (true, false) => "any key: to the first that did not pass"
            .dimmed()
            .to_string(),
    });
    lines
}

fn comparing(sentence: &str, size: Size) -> Vec<String> {
    let mut lines = vec![COMPARED.bold().to_string(), String::new()];
    let what = "Four runtimes do the same: echo, timers, CPU work. It takes about ten seconds, and is \
                not graded.";
    lines.extend(wrapped(what, "", size.columns));
    lines.push(String::new());
    lines.push(sentence.to_owned());
    lines.push(String::new());
    lines.push("any key: stop".dimmed().to_string());
    lines
}

fn farewell(state: &State, course: &Course, size: Size) -> Vec<String> {
    let mut lines = vec![
        "All exercises are done.".green().bold().to_string(),
        String::new(),
    ];
    let message = wrapped(course.farewell.trim(), "", size.columns);
    lines.extend(fitting(message, size.rows.saturating_sub(5), size));
    lines.push(String::new());
    lines.push(bar(state.done(), state.entries.len(), size.columns));
    lines.push("l:list  q:quit  any other key: back".dimmed().to_string());
    lines
}

/// A line of text or code, folded behind its own indentation where it is too wide.
fn folded(line: &str, size: Size) -> Vec<String> {
    let line = drawn(line);
    let text = line.trim_start();
    let (margin, _) = line.split_at(line.len() - text.len());
    let options = textwrap::Options::new(size.columns)
        .initial_indent(margin)
        .subsequent_indent(margin);
    textwrap::wrap(text, options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// As much of `lines` as fits into `room` rows; what is left out is counted, if there is a row
/// to say so in.
fn fitting(lines: Vec<String>, room: usize, size: Size) -> Vec<String> {
    if height(&lines, size) <= room {
        return lines;
    }
    if room == 0 {
        return Vec::new();
    }
    let all = lines.len();
    let mut kept = Vec::new();
    let mut used = 1;
    for line in lines {
        used += rows(&line, size.columns);
        if used > room {
            break;
        }
        kept.push(line);
    }
    let more = format!("… {} more lines; m shows all", all - kept.len());
    kept.push(cut(&more, size.columns).dimmed().to_string());
    kept
}

fn height(lines: &[String], size: Size) -> usize {
    lines.iter().map(|line| rows(line, size.columns)).sum()
}

/// The beginning of `text`, in at most `columns` columns.
fn cut(text: &str, columns: usize) -> String {
    use unicode_width::UnicodeWidthChar;
    let mut width = 0;
    text.chars()
        .take_while(|letter| {
            width += letter.width().unwrap_or(0);
            width <= columns
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Size, footer};
    use crate::watch::event::Event;
    use crate::watch::state::{Entry, State};

    const PHRASE: &str = "preparing later chapters 12/63";

    /// The footer for somebody whose own kit is being made, if `waits`, and others too.
    fn while_later_chapters_are_prepared(waits: bool, columns: usize) -> Vec<String> {
        let entry = Entry {
            name: "a".into(),
            chapter: "a".into(),
            title: String::new(),
            is_done: false,
            hints: 0,
            afterwards: None,
        };
        let mut state = State::new(vec![entry], 0, false);
        state.begin();
        if waits {
            let sentence = "a bar".into();
            let exercise = 0;
            state.on(Event::Preparing { exercise, sentence });
        }
        let before = footer(&state, Size { columns, rows: 24 }).len();
        let phrase = PHRASE.into();
        state.on(Event::Ahead { phrase });
        let lines = footer(&state, Size { columns, rows: 24 });
        assert_eq!(lines.len(), before, "the layout jumps");
        let plain = lines.iter().map(|line| anstream::adapter::strip_str(line));
        plain.map(|line| line.to_string()).collect()
    }

    #[test]
    fn that_later_chapters_are_prepared_is_said_at_the_edge_of_an_empty_line() {
        let lines = while_later_chapters_are_prepared(false, 80);
        assert_eq!(lines[0], format!("{PHRASE:>80}"));
        let narrow = while_later_chapters_are_prepared(false, 20);
        assert_eq!(narrow[0], PHRASE[..20]);
    }

    #[test]
    fn who_waits_for_a_preparation_is_told_of_no_other() {
        let lines = while_later_chapters_are_prepared(true, 80);
        assert_eq!(lines[0], "");
    }
}
