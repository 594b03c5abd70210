//! How often a watcher wakes while nobody saves anything.

use super::contender::{Contenders, Name};
use super::figures::Table;
use super::goal::Goal;
use super::process::wake_ups;
use super::watchers::Watcher;
use anyhow::Result;
use std::thread;
use std::time::Duration;

/// Lets both do nothing for so many `seconds`, at the same time.
pub(crate) fn measure(contenders: &Contenders, seconds: u64) -> Result<Vec<Goal>> {
    let watchers = Watcher::both(contenders)?;
    let count = |watcher: &Watcher| Ok(wake_ups(watcher.terminal.process()?));
    let before: Vec<u64> = watchers.iter().map(count).collect::<Result<_>>()?;
    thread::sleep(Duration::from_secs(seconds));
    let after: Vec<u64> = watchers.iter().map(count).collect::<Result<_>>()?;
    let mut table = Table::of(["program", "wake-ups a second"]);
    let mut goals = Vec::new();
    for (watcher, (before, after)) in watchers.iter().zip(before.iter().zip(after)) {
        let often = after.saturating_sub(*before) as f64 / seconds as f64;
        table.row([watcher.name.in_words().to_owned(), format!("{often:.1}")]);
        if watcher.name == Name::Asynclings {
            goals.push(Goal::none("wake-ups a second while nothing happens", often));
        }
    }
    table.print(&format!("Waiting for a save, for {seconds} s:"));
    Ok(goals)
}
