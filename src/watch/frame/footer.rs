//! The foot of the exercise's screen: verdict, notice, progress, keys.

use super::Size;
use super::parts::{Foot, Rank};
use crate::screen::bar::bar;
use crate::screen::paint::{columns, wrapped};
use crate::screen::palette::Ink;
use crate::watch::action::{Action, KEYS, Known, When};
use crate::watch::state::State;

/// The foot under a `headline`, if there is a verdict.
pub(super) fn footer(state: &State, headline: Option<&str>, size: Size) -> Vec<Foot> {
    let mut foot = Vec::new();
    if let Some(headline) = headline {
        let lines = wrapped(headline, "", size.columns).into_iter();
        foot.extend(lines.map(|line| Foot::of(Rank::Verdict, line)));
    }
    if let Some(notice) = &state.notice {
        let lines = wrapped(notice, "", size.columns).into_iter();
        foot.extend(lines.map(|line| Foot::of(Rank::Notice, line.notable())));
    }
    let progress = bar(state.done(), state.entries.len(), size.columns);
    foot.push(Foot::of(Rank::Bar, progress));
    foot.push(Foot::of(Rank::Keys, keys(state, size.columns)));
    foot
}

/// The keys that are offered, as many as there is room for.
fn keys(state: &State, width: usize) -> String {
    let offered = KEYS.iter().filter(|known| state.offers(known.when));
    let mut shown: Vec<(&Known, String)> = offered
        .filter_map(|known| Some((known, format!("{}:{}", known.key, known.label?))))
        .collect();
    let length = |shown: &[(&Known, String)]| -> usize {
        let names: usize = shown.iter().map(|(_, name)| columns(name) + 2).sum();
        names.saturating_sub(2)
    };
    let can_leave = |known: &Known| !matches!(known.action, Action::Help | Action::Quit);
    while length(&shown) > width
        && let Some(last) = shown.iter().rposition(|(known, _)| can_leave(known))
    {
        shown.remove(last);
    }
    let names = shown.into_iter().map(|(known, name)| match known.when {
        // Only now and then there to be pressed, and then the thing to do.
        When::AfterPass | When::Bench => name.best(),
        _ => name,
    });
    names.collect::<Vec<_>>().join("  ")
}
