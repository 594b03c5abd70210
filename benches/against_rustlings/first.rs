//! From the first start to the first verdict, with the program installed, the sources of the
//! dependencies on the disk, and nothing compiled.

use super::contender::{Contenders, Kind, Name};
use super::figures::{Table, median_ms, part, seconds};
use super::folder::{Folder, WELCOME};
use super::goal::Goal;
use super::terminal::{Mark, Terminal};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// How many exercises there are: of no more than one anything is compiled.
const EXERCISES: usize = 10;

/// Starts each so many times, in turns.
pub(crate) fn measure(contenders: &Contenders, starts: usize) -> Result<Vec<Goal>> {
    let mut times = BTreeMap::<Name, Vec<Duration>>::new();
    for number in 1..=starts {
        for name in Name::ALL {
            eprintln!("  start {number} of {starts}: {}", name.in_words());
            let took = start(contenders, name)?;
            times.entry(name).or_default().push(took);
        }
    }
    let median = |name| median_ms(times.get(&name).map_or(&[], Vec::as_slice));
    let (theirs, ours) = (median(Name::Rustlings), median(Name::Asynclings));
    let mut table = Table::of(["rustlings", "asynclings", "to rustlings"]);
    table.row([seconds(theirs), seconds(ours), part(ours, theirs)]);
    table.print(&format!(
        "From the first start to the first verdict, nothing compiled before, in seconds, medians of \
         {starts}:"
    ));
    let what = "first verdict from nothing";
    Ok(vec![Goal::part_of_rustlings(what, 4.0, ours, theirs)])
}

/// From the start to the verdict on the first exercise, a starter. rustlings, unlike ours, greets
/// nobody here.
fn start(contenders: &Contenders, name: Name) -> Result<Duration> {
    let parent = contenders.root.join("first");
    if parent.exists() {
        let parent = parent.display();
        fs::remove_dir_all(contenders.root.join("first"))
            .with_context(|| format!("{parent} cannot be removed; remove it by hand"))?;
    }
    let folder = Folder::lay_out(name, &parent, EXERCISES)?;
    if name == Name::Asynclings {
        folder.greet()?;
    }
    let command = contenders.command(name, &folder.root, &parent.join("cache"));
    let mut terminal = Terminal::start(command)?;
    if name == Name::Asynclings {
        terminal.seen(WELCOME, Mark::BEGINNING)?;
        terminal.press("\r")?;
    }
    let seen = terminal.seen(name.verdict(Kind::Fail), Mark::BEGINNING)?;
    let took = seen.saturating_duration_since(terminal.began);
    terminal.settle()?;
    Ok(took)
}
