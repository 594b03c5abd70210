//! The variables of a learner's shell, and no others.

use anyhow::{Context, Result};
use std::env::{args_os, current_exe, vars_os};
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// What a learner's shell does not have: what the toolchain sets for programs that it runs, and what
/// this machine prefers. Backtraces alone would cost each failing test a tenth of a second.
const FOREIGN: [&str; 11] = [
    "ASYNCLINGS_CACHE",
    "COLUMNS",
    "EDITOR",
    "LD_LIBRARY_PATH",
    "LINES",
    "NO_COLOR",
    "RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
    "RUST_BACKTRACE",
    "RUST_RECURSION_COUNT",
    "VISUAL",
];

/// Begins anew without what a learner's shell does not have, unless that is so already: then
/// everything that is started from here has the same environment.
pub(crate) fn become_a_learners() -> Result<()> {
    let foreign: Vec<OsString> = vars_os()
        .map(|(variable, _)| variable)
        .filter(|variable| variable.to_str().is_some_and(is_foreign))
        .collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let program = current_exe().context("this benchmark does not find its own program")?;
    let mut again = Command::new(program);
    again.args(args_os().skip(1));
    for variable in foreign {
        again.env_remove(variable);
    }
    Err(again.exec()).context("this benchmark cannot be started again")
}

fn is_foreign(variable: &str) -> bool {
    let is_cargos = variable.starts_with("CARGO") && variable != "CARGO_HOME";
    is_cargos || FOREIGN.contains(&variable)
}
