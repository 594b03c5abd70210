//! The most memory that a program and all that it starts have during a save.

use super::contender::{Contenders, Kind, Name};
use super::figures::{Table, megabytes};
use super::goal::Goal;
use super::process::Memory;
use super::watchers::Watcher;
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(4);

/// Looks at so many `saves` of each kind. They are not timed: looking takes time.
pub(crate) fn measure(contenders: &Contenders, saves: usize) -> Result<Vec<Goal>> {
    let watchers = Watcher::both(contenders)?;
    let mut most = BTreeMap::<(Name, Kind), Memory>::new();
    // The first round does not count: see the saves that are timed.
    for number in 0..=saves {
        for kind in Kind::ALL {
            for watcher in &watchers {
                let seen = during_a_save(watcher, kind, number + 1)?;
                if number > 0 {
                    let most = most.entry((watcher.name, kind)).or_default();
                    *most = most.max(seen);
                }
            }
        }
    }
    let mut table = Table::of(["save", "rustlings", "asynclings"]);
    for kind in Kind::ALL {
        let cell = |name| {
            let Memory {
                proportional,
                resident,
            } = most.get(&(name, kind)).copied().unwrap_or_default();
            format!("{} ({})", megabytes(proportional), megabytes(resident))
        };
        table.row([
            kind.in_words().to_owned(),
            cell(Name::Rustlings),
            cell(Name::Asynclings),
        ]);
    }
    table.print(&format!(
        "The most memory at a time of the program and all that it starts, in MB, in {saves} saves of \
         each kind; pages that processes share divided among them (and counted for each):"
    ));
    Ok(Vec::new())
}

/// The most that is seen until all is quiet again.
fn during_a_save(watcher: &Watcher, kind: Kind, version: usize) -> Result<Memory> {
    let process = watcher.terminal.process()?;
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut most = Memory::default();
            while !is_over.load(Ordering::Relaxed) {
                most = most.max(Memory::of_tree(process));
                thread::sleep(LOOK_EVERY);
            }
            most
        });
        let saved = watcher.save(kind, version);
        is_over.store(true, Ordering::Relaxed);
        let most = looking.join().unwrap_or_default();
        saved.map(|_| most)
    })
}
