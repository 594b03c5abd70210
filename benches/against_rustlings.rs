//! asynclings and rustlings, side by side: how long a learner waits, and what the waiting costs.
//!
//! `cargo bench --bench against_rustlings` lays the same exercises out for both, drives both through
//! terminals of the same size, in turns, and prints medians and ratios as Markdown tables. Behind
//! `--` stand the parts that are wanted, all of them when there are none: `save`, `memory`, `idle`,
//! `check-all`, `first`; `--help` says the rest. Everything is written below
//! `target/against_rustlings`.
//!
//! Where a choice had to be made it favours rustlings, and a comment at that place says how.

#[path = "against_rustlings/arguments.rs"]
mod arguments;
#[path = "against_rustlings/check_all.rs"]
mod check_all;
#[path = "against_rustlings/contender.rs"]
mod contender;
#[path = "against_rustlings/environment.rs"]
mod environment;
#[path = "against_rustlings/figures.rs"]
mod figures;
#[path = "against_rustlings/first.rs"]
mod first;
#[path = "against_rustlings/floor.rs"]
mod floor;
#[path = "against_rustlings/folder.rs"]
mod folder;
#[path = "against_rustlings/goal.rs"]
mod goal;
#[path = "against_rustlings/idle.rs"]
mod idle;
#[path = "against_rustlings/installation.rs"]
mod installation;
#[path = "against_rustlings/memory.rs"]
mod memory;
#[path = "against_rustlings/phases.rs"]
mod phases;
#[path = "against_rustlings/process.rs"]
mod process;
#[path = "against_rustlings/save.rs"]
mod save;
#[path = "against_rustlings/subject.rs"]
mod subject;
#[path = "against_rustlings/terminal.rs"]
mod terminal;
#[path = "against_rustlings/watchers.rs"]
mod watchers;

use anyhow::Result;
use arguments::{Arguments, Part};
use clap::Parser;
use contender::Contenders;
use installation::Ground;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    environment::become_a_learners()?;
    let ground = Ground::prepare(arguments.rustlings.as_deref())?;
    let contenders = Contenders::on(&ground);
    println!("{}", ground.description()?);
    let mut goals = Vec::new();
    for part in arguments.parts() {
        eprintln!("{} …", part.name());
        goals.extend(match part {
            Part::Save => save::measure(&contenders, arguments.saves)?,
            Part::Memory => memory::measure(&contenders, arguments.memory_saves)?,
            Part::Idle => idle::measure(&contenders, arguments.idle_seconds)?,
            Part::CheckAll => check_all::measure(&contenders, &arguments)?,
            Part::First => first::measure(&contenders, arguments.starts)?,
        });
    }
    goal::print(&goals);
    Ok(())
}
