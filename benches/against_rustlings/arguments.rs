//! What can be typed behind `cargo bench --bench against_rustlings --`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// Compares asynclings with rustlings on this machine.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo bench --bench against_rustlings --")]
pub(crate) struct Arguments {
    /// What to measure [default: everything].
    #[arg(value_enum, value_name = "PART")]
    parts: Vec<Part>,
    /// Timed saves of each kind, for each program.
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = at_least_one)]
    pub(crate) saves: usize,
    /// Saves of each kind in which memory is looked at, for each program.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = at_least_one)]
    pub(crate) memory_saves: usize,
    /// How long both do nothing while wake-ups are counted.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) idle_seconds: u64,
    /// How many exercises check-all gets, once for each number; multiples of ten, so that half of
    /// each exercise's copies are solved.
    #[arg(
        long,
        value_name = "N,N,…",
        value_delimiter = ',',
        default_value = "10,50,200"
    )]
    pub(crate) sizes: Vec<usize>,
    /// Rounds of check-all.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = at_least_one)]
    pub(crate) rounds: usize,
    /// Rounds of check-all with more than a hundred exercises: each takes rustlings many minutes.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = at_least_one)]
    pub(crate) long_rounds: usize,
    /// First starts of each program.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = at_least_one)]
    pub(crate) starts: usize,
    /// A rustlings that is there already, of the version that is compared with.
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) rustlings: Option<PathBuf>,
    /// Cargo says so to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A part of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// From a save to the verdict on the screen, and the processor's time.
    #[value(alias = "loop")]
    Save,
    /// The most memory during a save.
    Memory,
    /// Wake-ups while nothing happens.
    Idle,
    /// Every exercise at once.
    CheckAll,
    /// From the first start to the first verdict.
    First,
}

impl Part {
    /// As somebody reads it who waits for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Save => "From a save to its verdict",
            Self::Memory => "Memory",
            Self::Idle => "Doing nothing",
            Self::CheckAll => "check-all",
            Self::First => "The first verdict",
        }
    }
}

impl Arguments {
    /// The parts that are wanted, in the order in which they are measured.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part> {
        let is_wanted = |part: &Part| self.parts.is_empty() || self.parts.contains(part);
        Part::value_variants().iter().copied().filter(is_wanted)
    }

    /// How often check-all is measured with so many `exercises`.
    pub(crate) fn rounds_of(&self, exercises: usize) -> usize {
        match exercises {
            0..=100 => self.rounds,
            _ => self.long_rounds,
        }
    }
}

/// Of nothing there is no median.
fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one is needed".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("it is no number".to_owned()),
    }
}
