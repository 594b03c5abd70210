//! What Linux says of a process in /proc.

use anyhow::{Context, Result};
use std::fs;
use std::ops::Add;
use std::time::Duration;

/// Of `utime` and its like, in every Linux that Rust compiles for.
const TICKS_PER_SECOND: u32 = 100;

/// The processes that `process` has started and that are not gone.
fn children(process: u32) -> Vec<u32> {
    let lists = tasks(process).map(|task| fs::read_to_string(task + "/children"));
    lists
        .filter_map(Result::ok)
        .flat_map(|list| {
            let numbers = list.split_whitespace().map(str::parse);
            numbers.filter_map(Result::ok).collect::<Vec<_>>()
        })
        .collect()
}

/// `process` and all that it has started, directly or not, and that is not gone.
fn tree(process: u32) -> Vec<u32> {
    let below = children(process).into_iter().flat_map(tree);
    std::iter::once(process).chain(below).collect()
}

/// The processor's time of `process` so far, with that of all the children that it has waited for.
pub(crate) fn processor_time(process: u32) -> Result<Duration> {
    let ticks = ticks(process).with_context(|| {
        format!("/proc/{process}/stat cannot be read; this benchmark needs Linux")
    })?;
    Ok(Duration::from_secs(1) * ticks / TICKS_PER_SECOND)
}

/// The processor's time of `process` and of all that it has started, in ticks.
pub(crate) fn ticks_of_tree(process: u32) -> u32 {
    tree(process).into_iter().filter_map(ticks).sum()
}

fn ticks(process: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in brackets and may hold anything.
    let after_the_name = text.rsplit(')').next().unwrap_or_default();
    // utime, stime, cutime and cstime.
    let ticks = after_the_name.split_whitespace().skip(11).take(4);
    Some(ticks.filter_map(|ticks| ticks.parse::<u32>().ok()).sum())
}

/// How often the threads of `process`, and of all that it has started, have waited for something so
/// far.
pub(crate) fn wake_ups(process: u32) -> u64 {
    let counts = tree(process)
        .into_iter()
        .flat_map(tasks)
        .filter_map(|task| {
            let status = fs::read_to_string(task + "/status").ok()?;
            let mut lines = status.lines();
            let count = lines.find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
            count.trim().parse::<u64>().ok()
        });
    counts.sum()
}

/// Memory in use, in kB.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Memory {
    /// Pages that several processes share are divided among them.
    pub(crate) proportional: u64,
    /// They are counted for each.
    pub(crate) resident: u64,
}

impl Memory {
    /// That of `process` and of all that it has started, directly or not.
    pub(crate) fn of_tree(process: u32) -> Self {
        let all = tree(process).into_iter().map(Self::of);
        all.fold(Self::default(), Add::add)
    }

    fn of(process: u32) -> Self {
        // Whoever is gone uses none.
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let line = |name: &str| {
            let amount = text.lines().find_map(|line| line.strip_prefix(name));
            let amount = amount.and_then(|amount| amount.trim().strip_suffix(" kB"));
            amount.and_then(|amount| amount.parse().ok()).unwrap_or(0)
        };
        Self {
            proportional: line("Pss:"),
            resident: line("Rss:"),
        }
    }

    /// The greater of each.
    pub(crate) fn max(self, other: Self) -> Self {
        Self {
            proportional: self.proportional.max(other.proportional),
            resident: self.resident.max(other.resident),
        }
    }
}

impl Add for Memory {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            proportional: self.proportional + other.proportional,
            resident: self.resident + other.resident,
        }
    }
}

/// A path for each thread of `process`.
fn tasks(process: u32) -> impl Iterator<Item = String> {
    let tasks = fs::read_dir(format!("/proc/{process}/task"));
    let tasks = tasks.into_iter().flatten().filter_map(Result::ok);
    tasks.map(|task| task.path().display().to_string())
}
