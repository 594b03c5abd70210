//! The command line: what can be typed, and nothing of what it does.

use crate::screen::Colour;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Learn asynchronous Rust, one exercise at a time.
///
/// Without a command, the watcher opens at the first exercise that is not done: edit the
/// exercise, save it, and read what your tasks really did.
#[derive(Debug, Parser)]
#[command(
    name = "asynclings",
    version,
    after_help = "Exit codes: 0 passed, 1 not passed, 2 wrong usage, 3 the course or the machine is broken."
)]
pub struct Cli {
    /// The folder of the course [default: this folder, or the nearest above it].
    #[arg(long, global = true, value_name = "DIR")]
    pub course: Option<PathBuf>,
    /// When to use colours.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN"
    )]
    pub color: Colour,
    /// Look for saves instead of being told of them: for network drives and containers.
    #[arg(long, global = true)]
    pub poll: bool,
    /// Judge only when `r` is pressed, not at each save.
    #[arg(long, global = true)]
    pub manual_run: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a folder to learn in.
    Init {
        /// Where [default: asynclings].
        dir: Option<PathBuf>,
    },
    /// Judge one exercise.
    Run {
        /// Which [default: the first that is not done].
        name: Option<String>,
        /// Judge this file as if it were the exercise.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        /// Draw what the tasks did, and when.
        #[arg(long)]
        timeline: bool,
        /// Show where the time of the attempt went.
        #[arg(long)]
        timings: bool,
        /// Repeat the inputs of another run.
        #[arg(long, hide = true)]
        seed: Option<u64>,
    },
    /// Judge every exercise.
    CheckAll {
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// List the exercises and what is done.
    List {
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Show the next hint.
    Hint {
        /// Which exercise [default: the first that is not done].
        name: Option<String>,
        /// Show every hint up to this one.
        #[arg(long, value_name = "N", default_value_t = 1)]
        tier: usize,
    },
    /// Put the starter back; what you wrote is kept.
    Reset {
        /// Which exercise.
        name: String,
    },
    /// Show the Python original, and the solution after a pass.
    Show {
        /// Which exercise [default: the first that is not done].
        name: Option<String>,
    },
    /// Show the timelines of the last attempt, and after a pass those of before.
    Timeline {
        /// Which exercise [default: the first that is not done].
        name: Option<String>,
        /// Write the most telling one as a picture.
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
    },
    /// Compare runtimes on this machine, ungraded: echo, timers and CPU work on tokio's two, smol and
    /// plain threads. It takes ten seconds; the first time, something has to be compiled.
    Bench {
        /// Write the comparison as a picture as well.
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// For authors of a course.
    #[command(subcommand)]
    Dev(Dev),
}

/// What an author can ask for.
#[derive(Debug, Clone, Subcommand)]
pub enum Dev {
    /// Lay out the files of a new exercise.
    New {
        /// Its chapter's directory: `02_switching`.
        dir: String,
        /// Its name: `switching7`.
        name: String,
    },
    /// Prove the course: every starter fails as its author said, every solution passes, every
    /// mistake is rejected for the reason named.
    Check {
        /// Run each program so often, and name what was not the same each time.
        #[arg(long, value_name = "N", default_value_t = 1)]
        repeat: usize,
        /// Only these exercises.
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Open a mistake as a whole file, to edit: in $VISUAL or $EDITOR, where you are at a terminal.
    Mistake {
        /// Its exercise: `switching3`.
        name: String,
        /// The mistake's own name: `one_by_one`; a new one begins as the solution.
        slug: String,
    },
    /// Compare what the Python originals print with what the solutions print.
    Parity {
        /// The Python that runs them: 3.11 or newer, with python/requirements.txt installed.
        #[arg(long, value_name = "PROGRAM", default_value = "python3")]
        python: PathBuf,
        /// Only these exercises.
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Bring what is derived from the course up to date: exercises/Cargo.toml,
    /// docs/from-python.md and the mistakes, each a difference from a solution.
    Update,
}
