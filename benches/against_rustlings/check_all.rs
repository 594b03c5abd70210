//! Every exercise at once: `check-all` of both, when all have changed and when none has.

use super::arguments::Arguments;
use super::contender::{Contenders, Name};
use super::figures::{Table, median_ms, part, seconds};
use super::folder::{Dependencies, Folder};
use super::goal::Goal;
use super::terminal::Terminal;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// What was done to the exercises before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    AllChanged,
    NothingChanged,
}

impl Before {
    const ALL: [Self; 2] = [Self::AllChanged, Self::NothingChanged];

    fn in_words(self) -> &'static str {
        match self {
            Self::AllChanged => "all changed",
            Self::NothingChanged => "nothing changed",
        }
    }

    /// Of what rustlings takes, ours should take this part.
    fn part(self) -> f64 {
        match self {
            Self::AllChanged => 4.0,
            Self::NothingChanged => 20.0,
        }
    }
}

/// Checks folders of the sizes that are asked for.
pub(crate) fn measure(contenders: &Contenders, asked: &Arguments) -> Result<Vec<Goal>> {
    let mut goals = Vec::new();
    let mut table = Table::of([
        "exercises",
        "before",
        "rustlings",
        "asynclings",
        "to rustlings",
        "rounds",
    ]);
    for exercises in &asked.sizes {
        let rounds = asked.rounds_of(*exercises);
        let times = times(contenders, *exercises, rounds)?;
        for before in Before::ALL {
            let theirs = median_ms(&times[&(Name::Rustlings, before)]);
            let ours = median_ms(&times[&(Name::Asynclings, before)]);
            table.row([
                exercises.to_string(),
                before.in_words().to_owned(),
                seconds(theirs),
                seconds(ours),
                part(ours, theirs),
                rounds.to_string(),
            ]);
            let what = format!("check-all, {exercises} exercises, {}", before.in_words());
            goals.push(Goal::part_of_rustlings(&what, before.part(), ours, theirs));
        }
    }
    table.print("check-all, half of the exercises solved, in seconds, medians:");
    Ok(goals)
}

/// So many `rounds` with so many `exercises`.
fn times(
    contenders: &Contenders,
    exercises: usize,
    rounds: usize,
) -> Result<BTreeMap<(Name, Before), Vec<Duration>>> {
    if exercises == 0 || !exercises.is_multiple_of(10) {
        bail!("{exercises} exercises cannot be halved fairly; name multiples of ten in --sizes");
    }
    let parent = contenders
        .root
        .join("check-all")
        .join(exercises.to_string());
    let mut folders = Vec::new();
    for name in Name::ALL {
        let folder = Folder::lay_out(name, &parent, exercises, Dependencies::Whole)?;
        eprintln!(
            "  {exercises} exercises: {} compiles them once",
            name.in_words()
        );
        // Both then have compiled the dependencies, and rustlings what it goes on from.
        check(contenders, name, &folder, exercises)?;
        folders.push((name, folder));
    }
    let mut times = BTreeMap::<_, Vec<Duration>>::new();
    for round in 1..=rounds {
        eprintln!("  {exercises} exercises, round {round} of {rounds}");
        for before in Before::ALL {
            for (name, folder) in &folders {
                if before == Before::AllChanged {
                    folder.save_all(round)?;
                }
                let took = check(contenders, *name, folder, exercises)?;
                times.entry((*name, before)).or_default().push(took);
            }
        }
    }
    // Programs for every exercise are gigabytes, and the next run would write all of them anew.
    fs::remove_dir_all(&parent)
        .with_context(|| format!("{} cannot be removed; remove it by hand", parent.display()))?;
    Ok(times)
}

/// One check, in a terminal, because rustlings wants one.
fn check(
    contenders: &Contenders,
    name: Name,
    folder: &Folder,
    exercises: usize,
) -> Result<Duration> {
    let mut command = contenders.command(name, &folder.root, &contenders.cache());
    command.arg("check-all");
    let ending = name.half_of(exercises);
    let terminal = Terminal::start(command)?;
    let (took, screen) = terminal.wait()?;
    // Otherwise something else was measured than what both were asked for.
    if !screen.contains(&ending) {
        let name = name.in_words();
        bail!("check-all of {name} did not say `{ending}`, but:\n{screen}");
    }
    Ok(took)
}
