//! Both watchers, side by side, at the same exercise.

use super::contender::{Contenders, Kind, Name};
use super::folder::{Dependencies, Folder, write};
use super::process::processor_time;
use super::terminal::{Mark, Terminal};
use anyhow::Result;
use std::time::{Duration, Instant};

/// How many exercises lie in the folder of each.
const EXERCISES: usize = 10;

/// A watcher at work in its terminal.
pub(crate) struct Watcher {
    /// Whose.
    pub(crate) name: Name,
    /// Where.
    pub(crate) folder: Folder,
    /// Its terminal.
    pub(crate) terminal: Terminal,
}

/// What a save has cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Saved {
    /// From just before the file is written until the verdict is on the screen.
    pub(crate) verdict: Duration,
    /// The processor's time until all is quiet again.
    pub(crate) processor: Duration,
}

/// A save that has just been made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JustSaved {
    at: Instant,
    mark: Mark,
    kind: Kind,
}

impl Watcher {
    /// Both, each at the first exercise of its folder, and quiet.
    pub(crate) fn both(contenders: &Contenders) -> Result<Vec<Self>> {
        let start = |name| Self::start(contenders, name);
        Name::ALL.into_iter().map(start).collect()
    }

    fn start(contenders: &Contenders, name: Name) -> Result<Self> {
        let folder = Folder::lay_out(
            name,
            &contenders.root.join("saves"),
            EXERCISES,
            Dependencies::Whole,
        )?;
        let command = contenders.command(name, &folder.root, &contenders.cache());
        let terminal = Terminal::start(command)?;
        let watcher = Self {
            name,
            folder,
            terminal,
        };
        let first = name.verdict(Kind::Fail);
        watcher.terminal.seen(first, Mark::BEGINNING)?;
        watcher.terminal.settle()?;
        Ok(watcher)
    }

    /// Saves what leads to `kind`, waits for the verdict and then until all is quiet.
    pub(crate) fn save(&self, kind: Kind, version: usize) -> Result<Saved> {
        let process = self.terminal.process()?;
        let before = processor_time(process)?;
        let saved = self.save_only(kind, version)?;
        let verdict = self.verdict_on(saved)?;
        self.terminal.settle()?;
        // The screen still says it when all is quiet: it was the last word, and no passing one.
        if !self.terminal.says(self.name.verdict(kind), saved.mark) {
            let what = format!("{} took its verdict back", self.name.in_words());
            return Err(self.terminal.failure(&what, saved.mark));
        }
        Ok(Saved {
            verdict,
            processor: processor_time(process)?.saturating_sub(before),
        })
    }

    /// Saves, and waits for nothing.
    pub(crate) fn save_only(&self, kind: Kind, version: usize) -> Result<JustSaved> {
        let text = self.folder.content(0, kind, version)?;
        let path = self.folder.file(0);
        let mark = self.terminal.mark();
        let at = Instant::now();
        write(&path, &text)?;
        Ok(JustSaved { at, mark, kind })
    }

    /// How long the verdict took, once it is there.
    pub(crate) fn verdict_on(&self, saved: JustSaved) -> Result<Duration> {
        let seen = self
            .terminal
            .seen(self.name.verdict(saved.kind), saved.mark)?;
        Ok(seen.saturating_duration_since(saved.at))
    }
}
