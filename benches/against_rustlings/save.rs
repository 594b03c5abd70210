//! From a save to the verdict on the screen: both watchers and the bare compiler, in turns.

use super::contender::{Contenders, Kind, Name};
use super::figures::{Table, median_ms, ms, part, seconds};
use super::floor::Floor;
use super::goal::Goal;
use super::phases;
use super::watchers::{Saved, Watcher};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::time::Duration;

/// All that was measured.
#[derive(Debug, Default)]
struct Measured {
    verdicts: BTreeMap<(Name, Kind), Vec<Duration>>,
    processor: BTreeMap<(Name, Kind), Vec<Duration>>,
    with_check: BTreeMap<Kind, Vec<Duration>>,
    with_inline_tests: BTreeMap<Kind, Vec<Duration>>,
}

/// Makes so many `saves` of each kind for each program.
pub(crate) fn measure(contenders: &Contenders, saves: usize) -> Result<Vec<Goal>> {
    let watchers = Watcher::both(contenders)?;
    let folder = |name| {
        let its = watchers.iter().find(|watcher| watcher.name == name);
        its.map(|its| &its.folder).context("there are two watchers")
    };
    let (ours, theirs) = (folder(Name::Asynclings)?, folder(Name::Rustlings)?);
    let floor = Floor::new(contenders, ours, theirs)?;
    let mut measured = Measured::default();
    // In the first round rustlings compiles its dependencies for tests and lints: it does not count.
    round(&watchers, &floor, 1, &mut Measured::default())?;
    for number in 0..saves {
        eprintln!("  save {} of {saves}", number + 1);
        round(&watchers, &floor, number + 2, &mut measured)?;
    }
    measured.print(saves);
    println!("\nWhere the time of one of our attempts goes:\n");
    println!("```text\n{}\n```", phases::of_an_attempt(contenders, ours)?);
    Ok(measured.goals())
}

/// A save of each kind, for each program and for the compiler.
fn round(
    watchers: &[Watcher],
    floor: &Floor<'_>,
    version: usize,
    measured: &mut Measured,
) -> Result<()> {
    for kind in Kind::ALL {
        for watcher in watchers {
            let Saved { verdict, processor } = watcher.save(kind, version)?;
            let key = (watcher.name, kind);
            measured.verdicts.entry(key).or_default().push(verdict);
            measured.processor.entry(key).or_default().push(processor);
        }
        let with_check = floor.with_check(kind, version)?;
        measured
            .with_check
            .entry(kind)
            .or_default()
            .push(with_check);
        let with_inline = floor.with_inline_tests(kind, version)?;
        let inline = measured.with_inline_tests.entry(kind).or_default();
        inline.push(with_inline);
    }
    Ok(())
}

impl Measured {
    /// Medians of a kind: theirs, ours, and the two floors.
    fn medians(&self, kind: Kind) -> [f64; 4] {
        [
            median_ms(&self.verdicts[&(Name::Rustlings, kind)]),
            median_ms(&self.verdicts[&(Name::Asynclings, kind)]),
            median_ms(&self.with_check[&kind]),
            median_ms(&self.with_inline_tests[&kind]),
        ]
    }

    fn print(&self, saves: usize) {
        let mut table = Table::of([
            "save",
            "rustlings",
            "asynclings",
            "to rustlings",
            "bare compiler, our check",
            "to it",
            "bare compiler, inline tests",
            "to it",
        ]);
        let mut processor = Table::of(["save", "rustlings", "asynclings", "to rustlings"]);
        for kind in Kind::ALL {
            let [theirs, ours, floor, lower] = self.medians(kind);
            table.row([
                kind.in_words().to_owned(),
                ms(theirs),
                ms(ours),
                part(ours, theirs),
                ms(floor),
                format!("{:.2}", ours / floor),
                ms(lower),
                format!("{:.2}", ours / lower),
            ]);
            let used = |name| median_ms(&self.processor[&(name, kind)]);
            let (theirs, ours) = (used(Name::Rustlings), used(Name::Asynclings));
            processor.row([
                kind.in_words().to_owned(),
                seconds(theirs),
                seconds(ours),
                part(ours, theirs),
            ]);
        }
        table.print(&format!(
            "From a save to the verdict on the screen, in ms, medians of {saves}:"
        ));
        processor.print(&format!(
            "The processor's seconds for a save, until all is quiet again, medians of {saves}:"
        ));
    }

    fn goals(&self) -> Vec<Goal> {
        let goals = Kind::ALL.into_iter().flat_map(|kind| {
            let [theirs, ours, floor, _] = self.medians(kind);
            let what = format!("save to verdict, {}", kind.in_words());
            if kind == Kind::Error {
                return vec![Goal::part_of_rustlings(&what, 8.0, ours, theirs)];
            }
            vec![
                Goal::part_of_rustlings(&what, 6.0, ours, theirs),
                Goal::times_the_floor(&what, 1.1, ours, floor),
            ]
        });
        goals.collect()
    }
}
