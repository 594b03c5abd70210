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
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many exercises there are: of no more than one anything is compiled.
const EXERCISES: usize = 10;

/// Starts each so many times, in turns; and ours once more in another folder each time, for which nothing
/// has to be compiled any more. In every folder of rustlings everything has.
pub(crate) fn measure(contenders: &Contenders, starts: usize) -> Result<Vec<Goal>> {
    let mut times = BTreeMap::<Name, Vec<Duration>>::new();
    let mut in_another = Vec::new();
    for number in 1..=starts {
        for name in Name::ALL {
            eprintln!("  start {number} of {starts}: {}", name.in_words());
            let nothing = emptied(contenders)?;
            let took = start(contenders, name, &nothing.join("folder"))?;
            times.entry(name).or_default().push(took);
            if name == Name::Asynclings {
                in_another.push(start(contenders, name, &nothing.join("another"))?);
            }
        }
    }
    let median = |name| median_ms(times.get(&name).map_or(&[], Vec::as_slice));
    let (theirs, ours) = (median(Name::Rustlings), median(Name::Asynclings));
    let in_another = median_ms(&in_another);
    let mut table = Table::of(["before", "rustlings", "asynclings", "to rustlings"]);
    let mut row = |before: &str, ours| {
        let cells = [seconds(theirs), seconds(ours), part(ours, theirs)];
        let [theirs, ours, part] = cells;
        table.row([before.to_owned(), theirs, ours, part]);
    };
    row("nothing compiled", ours);
    row("another folder was opened", in_another);
    table.print(&format!(
        "From the first start in a folder to the first verdict, in seconds, medians of {starts}:"
    ));
    let goal = |what, ours| Goal::part_of_rustlings(what, 4.0, ours, theirs);
    Ok(vec![
        goal("first verdict from nothing", ours),
        goal("first verdict in another folder", in_another),
    ])
}

/// A folder in which nothing is.
fn emptied(contenders: &Contenders) -> Result<PathBuf> {
    let folder = contenders.root.join("first");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| {
            format!("{} cannot be removed; remove it by hand", folder.display())
        })?;
    }
    Ok(folder)
}

/// From the start to the verdict on the first exercise, a starter, of a new folder in `parent`. rustlings,
/// unlike ours, greets nobody here.
fn start(contenders: &Contenders, name: Name, parent: &Path) -> Result<Duration> {
    let folder = Folder::lay_out(name, parent, EXERCISES)?;
    if name == Name::Asynclings {
        folder.greet()?;
    }
    let cache = contenders.root.join("first").join("cache");
    let command = contenders.command(name, &folder.root, &cache);
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
