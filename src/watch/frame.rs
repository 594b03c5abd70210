//! The state as rows on a screen of a given size. Pure.
//!
//! Every view has a head and a foot, which stay, and a body between them, which is scrolled.

mod exercise;
mod footer;
mod list;
mod pages;
mod parts;

use super::scroll::{Extent, Scroll};
use super::state::State;
use super::view::{Phase, View};
use crate::course::Course;
use crate::screen::marks::marks;
use crate::screen::paint::columns;
use crate::screen::palette::Ink;
use crate::screen::rows::{Rows, cut};
use parts::{Foot, Parts, Rank};

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

/// What to show, and how it was laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// No more than the screen has, and none wider than it.
    pub rows: Vec<String>,
    /// What the state must know before the next movement.
    pub extent: Extent,
}

/// What to show of `state`.
#[must_use]
pub fn frame(state: &State, course: &Course, size: Size) -> Frame {
    let mut parts = match &state.view {
        View::Exercise => exercise::exercise(state, course, size),
        View::ConfirmReset => pages::confirm(state, course, size),
        View::List(chooser) => list::list(state, chooser, size),
        View::Help => pages::help(size),
        View::Text(page) => pages::text(page, size),
        View::Sweep {
            failed,
            judged,
            is_over,
        } => pages::sweep(state, failed, *judged, *is_over, size),
        View::Comparing(sentence) => pages::comparing(sentence, size),
        View::Farewell => pages::farewell(state, course, size),
    };
    if let Phase::Running {
        preparing: Some(sentence),
    } = &state.phase
        && state.view != View::Exercise
    {
        parts.foot.push(Foot::of(Rank::Notice, sentence.clone()));
    }
    laid_out(parts, state, size)
}

/// Rows that a body should have at least, for less is no reading.
const LEAST: usize = 3;

fn laid_out(parts: Parts, state: &State, size: Size) -> Frame {
    let body = Rows::of(&parts.body, size.columns);
    let focus = parts.focus.map(|lines| body.of_lines(&lines));
    let mut head = Rows::of(&parts.head, size.columns).rows;
    let mut foot: Vec<Foot> = parts.foot;
    foot = foot
        .iter()
        .flat_map(|line| line.folded(size.columns))
        .collect();
    let mut gaps = 2;
    let wanted = body.rows.len().min(LEAST);
    while head.len() + gaps + wanted + foot.len() > size.rows
        && make_room(&mut head, &mut gaps, &mut foot)
    {}
    let room = size.rows.saturating_sub(head.len() + gaps + foot.len());
    let last = body.rows.len().saturating_sub(room);
    let scroll = parts.scroll.unwrap_or_else(|| state.scroll());
    let top = match scroll {
        Scroll::From(row) => row,
        Scroll::Line(line) => body
            .of_lines(&(line..line + 1))
            .start
            .saturating_sub(room / 2),
        Scroll::Focus => focus.map_or(0, |focus| focus.end.saturating_sub(room).min(focus.start)),
    }
    .min(last);
    let mut rows = head;
    if gaps > 1 {
        rows.push(more(marks().up, top, String::new(), size));
    }
    let end = top + room.min(body.rows.len());
    let begun = end.min(body.rows.len());
    rows.extend_from_slice(&body.rows[top..begun]);
    if gaps > 0 {
        let below = body.rows.len() - begun;
        rows.push(more(marks().down, below, ahead(state), size));
    }
    rows.extend(foot.into_iter().map(|line| line.text));
    rows.truncate(size.rows);
    let extent = Extent {
        top,
        last,
        line: body.line_at(top),
    };
    Frame { rows, extent }
}

/// Leaves out what can be missed soonest on a screen that is too low; false when nothing is left to be.
fn make_room(head: &mut Vec<String>, gaps: &mut usize, foot: &mut Vec<Foot>) -> bool {
    let count = |rank: Rank| foot.iter().filter(|line| line.rank == rank).count();
    let last_of = |rank: Rank| foot.iter().rposition(|line| line.rank == rank);
    let is_full = |rank: Rank| count(rank) > 1;
    let leaves = if head.len() > 1 {
        head.pop();
        None
    } else if *gaps > 1 {
        *gaps = 1;
        None
    } else if count(Rank::Bar) > 0 {
        last_of(Rank::Bar)
    } else if is_full(Rank::Notice) {
        last_of(Rank::Notice)
    } else if is_full(Rank::Verdict) {
        last_of(Rank::Verdict)
    } else if *gaps > 0 {
        *gaps = 0;
        None
    } else if !head.is_empty() {
        head.clear();
        None
    } else if foot.len() > 1 {
        // The keys come last, and lead out of anything.
        Some(0)
    } else {
        return false;
    };
    if let Some(line) = leaves {
        foot.remove(line);
    }
    true
}

/// The row between what stays and what is scrolled: empty, unless there is more, or something to be said at
/// its other end.
fn more(mark: &str, count: usize, beside: String, size: Size) -> String {
    let said = match count {
        0 => String::new(),
        1 => format!("{mark} 1 more line"),
        count => format!("{mark} {count} more lines"),
    };
    let said = cut(&said, size.columns);
    let gap = if said.is_empty() { 0 } else { 2 };
    let beside = cut(&beside, size.columns.saturating_sub(columns(&said) + gap));
    if beside.is_empty() {
        return said.faint();
    }
    let margin = size.columns - columns(&said) - columns(&beside);
    format!("{}{}{}", said.faint(), " ".repeat(margin), beside.faint())
}

/// How far the preparation of later chapters is. Where the learner waits for one, only that one is told.
fn ahead(state: &State) -> String {
    let is_waited_for = matches!(&state.phase, Phase::Running { preparing: Some(_) });
    match &state.ahead {
        Some(phrase) if !is_waited_for && state.view == View::Exercise => phrase.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
