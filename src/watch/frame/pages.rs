//! What stands in the exercise's place: help, texts, questions, what goes on with all exercises.

use super::exercise::header;
use super::parts::{Foot, Parts, Rank};
use super::{COMPARED, Size};
use crate::course::Course;
use crate::screen::bar::bar;
use crate::screen::is_coloured;
use crate::screen::marks::marks;
use crate::screen::paint::{columns, drawn, wrapped};
use crate::screen::palette::Ink;
use crate::screen::rows::{cut, folded, highlighted, says};
use crate::watch::action::KEYS;
use crate::watch::page::Page;
use crate::watch::state::State;

fn keys(text: &str, size: Size) -> Foot {
    Foot::of(Rank::Keys, cut(text, size.columns).faint())
}

pub(super) fn confirm(state: &State, course: &Course, size: Size) -> Parts {
    let question = format!(
        "Put the starter of {} back? What you wrote is kept in a backup.",
        state.entry().name
    );
    let answers = format!("{}   any other key: no", "y: yes".strong());
    Parts {
        head: header(state, course, size),
        body: wrapped(&question, "", size.columns),
        foot: vec![Foot::of(Rank::Keys, answers)],
        ..Parts::default()
    }
}

/// Every key. Two that are short share a row.
pub(super) fn help(size: Size) -> Parts {
    let named = |key: char, help: &str| format!("{key}  {help}");
    let mut cells: Vec<String> = KEYS
        .iter()
        .map(|known| named(known.key, known.help))
        .collect();
    cells.reverse();
    let half = size.columns.min(80) / 2;
    let is_short = |cell: &String| columns(cell) + 4 <= half;
    let mut body = Vec::new();
    while let Some(cell) = cells.pop() {
        let beside = cells.pop_if(|next| is_short(&cell) && is_short(next));
        body.extend(match beside {
            Some(beside) => vec![format!("  {cell:<0$}{beside}", half - 2)],
            None => {
                let lines = folded(&cell, size.columns.saturating_sub(2)).into_iter();
                lines.map(|line| format!("  {line}")).collect()
            }
        });
    }
    body.push(String::new());
    for sentence in [
        "Arrows, PgUp, PgDn, Home, End: scroll. Esc: back.",
        "A save judges the exercise, and the latest save wins.",
        "Saving another exercise goes there.",
    ] {
        body.extend(wrapped(sentence, "", size.columns));
    }
    Parts {
        head: vec!["Keys".strong()],
        body,
        foot: vec![keys("Esc: back", size)],
        ..Parts::default()
    }
}

pub(super) fn text(page: &Page, size: Size) -> Parts {
    let wanted = &page.search.wanted;
    let is_marked = !wanted.is_empty() && !is_coloured();
    let shown = |line: &String| {
        let line = drawn(line);
        if is_marked {
            // Without colours what was found is marked before its line.
            let mark = if says(&line, wanted) { ">" } else { " " };
            return format!("{mark} {line}");
        }
        highlighted(&line, wanted)
    };
    let foot = if page.search.is_typing {
        format!("/{wanted}_   Enter: keep   Esc: clear")
    } else if wanted.is_empty() {
        "arrows: scroll   /: search   Esc: back".to_owned()
    } else {
        let found = match page.count() {
            (_, 0) => "not found".to_owned(),
            (at, of) => format!("{at} of {of}"),
        };
        let wanted = cut(wanted, size.columns / 3);
        format!("/{wanted}  {found}   n: next   N: previous   Esc: clear")
    };
    Parts {
        head: vec![cut(&page.title.strong(), size.columns)],
        body: page.lines.iter().map(shown).collect(),
        foot: vec![keys(&foot, size)],
        ..Parts::default()
    }
}

pub(super) fn sweep(
    state: &State,
    failed: &[usize],
    judged: usize,
    is_over: bool,
    size: Size,
) -> Parts {
    let passed = judged - failed.len();
    let mut body = vec![format!("{} {passed} passed", marks().tick.good())];
    if !failed.is_empty() {
        let names: Vec<&str> = failed
            .iter()
            .map(|&at| state.entries[at].name.as_str())
            .collect();
        let cross = marks().cross;
        let sentence = format!("{cross} {} not: {}", names.len(), names.join(", "));
        body.extend(wrapped(&sentence, "", size.columns));
    }
    let way_on = match (is_over, failed.is_empty()) {
        (false, _) => "Esc: stop",
        (true, true) => "Enter: on   Esc: back",
        (true, false) => "Enter: to the first that did not pass   Esc: back",
    };
    Parts {
        head: vec!["Checking all exercises".strong()],
        body,
        foot: vec![
            Foot::of(Rank::Bar, bar(judged, state.entries.len(), size.columns)),
            keys(way_on, size),
        ],
        ..Parts::default()
    }
}

pub(super) fn comparing(sentence: &str, size: Size) -> Parts {
    let what = "Four runtimes do the same: echo, timers, CPU work. It takes about ten seconds, and is \
                not graded.";
    let mut body = wrapped(what, "", size.columns);
    body.push(String::new());
    body.push(sentence.to_owned());
    Parts {
        head: vec![COMPARED.strong()],
        body,
        foot: vec![keys("Esc: stop", size)],
        ..Parts::default()
    }
}

pub(super) fn farewell(state: &State, course: &Course, size: Size) -> Parts {
    let progress = bar(state.done(), state.entries.len(), size.columns);
    Parts {
        head: vec!["All exercises are done.".best()],
        body: wrapped(course.farewell.trim(), "", size.columns),
        foot: vec![
            Foot::of(Rank::Bar, progress),
            keys("l: list   q: quit   Esc: back", size),
        ],
        ..Parts::default()
    }
}
