//! The measuring program of `asynclings bench`: echo, timers and computing, the same on tokio's two
//! runtimes, smol and plain threads.
//!
//! It measures as the exercise *runtimes5* teaches: what happens in the warm-up is left out, each
//! figure comes from several runs, and whatever is due has a moment at which it is due, so that a
//! stall is counted against everybody who had to wait for it (no coordinated omission). The
//! runtimes take turns within a run, so that a machine that becomes slower does so for all.
//!
//! It prints a line of JSON for each measurement; `lines.jsonl` shows them.

mod cpu;
mod echo;
mod lateness;
mod line;
mod runtime;
mod schedule;
mod timers;

use lateness::Lateness;
use line::{Measured, Plan};
use runtime::Runtime;
use std::io::{self, Write};
use std::process::ExitCode;

/// An odd number, so that the median of the runs is one of them.
const RUNS: usize = 5;

/// What is measured.
#[derive(Debug, Clone, Copy)]
enum Workload {
    Echo,
    Timers,
    Cpu,
}

impl Workload {
    const ALL: [Self; 3] = [Self::Echo, Self::Timers, Self::Cpu];

    fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::Timers => "timers",
            Self::Cpu => "cpu",
        }
    }
}

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> io::Result<()> {
    let task = cpu::Task::of_this_machine();
    let plan = Plan {
        runs: RUNS,
        steps: RUNS * Workload::ALL.len() * Runtime::ALL.len(),
        task,
    };
    say(&plan.to_string())?;
    for run in 0..RUNS {
        for workload in Workload::ALL {
            for turn in 0..Runtime::ALL.len() {
                // Somebody else is first in each run.
                let runtime = Runtime::ALL[(run + turn) % Runtime::ALL.len()];
                let (lateness, work) = match workload {
                    Workload::Echo => (echo::measure(runtime)?, None),
                    Workload::Timers => (timers::measure(runtime)?, None),
                    Workload::Cpu => {
                        let (lateness, rate) = cpu::measure(runtime, task)?;
                        (lateness, Some(rate))
                    }
                };
                let measured = Measured {
                    run: run + 1,
                    workload: workload.name(),
                    runtime: runtime.name(),
                    lateness: Lateness::of(lateness)
                        .ok_or_else(|| io::Error::other("nothing was measured"))?,
                    mb_per_second: work,
                };
                say(&measured.to_string())?;
            }
        }
    }
    Ok(())
}

/// A line, at once: somebody shows how far it is.
fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
