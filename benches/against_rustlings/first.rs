//! From the first start to the first verdict, with the program installed, the sources of the
//! dependencies on the disk, and nothing compiled.

use super::contender::{Contenders, Kind, Name};
use super::figures::{Table, median_ms, part, seconds};
use super::folder::{Dependencies, Folder, WELCOME};
use super::goal::Goal;
use super::terminal::{Mark, Terminal};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many exercises there are: of no more than one anything is compiled.
const EXERCISES: usize = 10;

/// Starts each so many times, in turns; ours once more in another folder each time, for which nothing
/// has to be compiled any more (in every folder of rustlings everything has), and rustlings once more with no
/// more dependencies than ours has compiled by its first verdict.
pub(crate) fn measure(contenders: &Contenders, starts: usize) -> Result<Vec<Goal>> {
    use Dependencies::{OfTheFirstChapter, Whole};
    let (mut ours, mut theirs, mut theirs_with_less, mut ours_in_another) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for number in 1..=starts {
        eprintln!("  start {number} of {starts}");
        for (dependencies, times) in [
            (Whole, &mut theirs),
            (OfTheFirstChapter, &mut theirs_with_less),
        ] {
            let nothing = emptied(contenders)?;
            let folder = nothing.join("folder");
            times.push(start(contenders, Name::Rustlings, &folder, dependencies)?);
        }
        let nothing = emptied(contenders)?;
        let start = |folder| start(contenders, Name::Asynclings, &nothing.join(folder), Whole);
        ours.push(start("folder")?);
        ours_in_another.push(start("another")?);
    }
    let [ours, theirs, theirs_with_less, ours_in_another] =
        [ours, theirs, theirs_with_less, ours_in_another].map(|times| median_ms(&times));
    let mut table = Table::of(["before", "rustlings", "asynclings", "to rustlings"]);
    let mut row = |before: &str, theirs, ours| {
        let cells = [seconds(theirs), seconds(ours), part(ours, theirs)];
        let [theirs, ours, part] = cells;
        table.row([before.to_owned(), theirs, ours, part]);
    };
    row("nothing compiled", theirs, ours);
    row(
        "nothing compiled; for rustlings with the first chapter's dependencies only",
        theirs_with_less,
        ours,
    );
    row("another folder was opened", theirs, ours_in_another);
    table.print(&format!(
        "From the first start in a folder to the first verdict, in seconds, medians of {starts}:"
    ));
    let goal = |what, ours| Goal::part_of_rustlings(what, 4.0, ours, theirs);
    Ok(vec![
        goal("first verdict from nothing", ours),
        goal("first verdict in another folder", ours_in_another),
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
fn start(
    contenders: &Contenders,
    name: Name,
    parent: &Path,
    dependencies: Dependencies,
) -> Result<Duration> {
    let folder = Folder::lay_out(name, parent, EXERCISES, dependencies)?;
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
