//! The list of exercises.

use super::Size;
use super::parts::{Foot, Parts, Rank};
use crate::screen::bar::bar;
use crate::screen::marks::marks;
use crate::screen::palette::Ink;
use crate::screen::rows::cut;
use crate::watch::chooser::{Chooser, Filter};
use crate::watch::scroll::Scroll;
use crate::watch::state::State;

pub(super) fn list(state: &State, chooser: &Chooser, size: Size) -> Parts {
    let rows = state.rows();
    let shown = chooser.shown(&rows);
    let filter = match chooser.filter {
        Filter::All => "all",
        Filter::Done => "done",
        Filter::Pending => "not done",
    };
    let name_width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut body = Vec::new();
    for (place, &at) in shown.iter().enumerate() {
        let row = &rows[at];
        let mark = if row.is_done {
            marks().tick.good()
        } else {
            marks().dot.to_owned()
        };
        let arrow = if place == chooser.selected { ">" } else { " " };
        let here = if at == state.current { "*" } else { " " };
        let text = format!("{:<name_width$}  {}", row.name, row.title);
        let text = if place == chooser.selected {
            text.strong()
        } else {
            text
        };
        body.push(cut(&format!("{arrow} {mark}{here} {text}"), size.columns));
    }
    if shown.is_empty() {
        body.push("  nothing is like that".faint());
    }
    let search = if chooser.search.is_empty() {
        "/:search".to_owned()
    } else {
        format!("/{}", chooser.search)
    };
    let keys = if chooser.is_typing {
        format!("/{}_   Enter: keep   Esc: clear", chooser.search)
    } else {
        format!("Enter:go  {search}  d:done  p:not done  Esc:back")
    };
    let progress = bar(state.done(), state.entries.len(), size.columns);
    Parts {
        head: vec![format!("{}  {filter}", "Exercises".strong())],
        body,
        focus: None,
        scroll: Some(Scroll::Line(chooser.selected)),
        foot: vec![
            Foot::of(Rank::Bar, progress),
            Foot::of(Rank::Keys, cut(&keys, size.columns)),
        ],
    }
}
