//! Where the time of one of our attempts goes.

use super::contender::{Contenders, Kind};
use super::folder::{Folder, write};
use super::installation::said_by;
use anyhow::{Result, bail};
use std::process::Command;

/// What the program itself says of an attempt at the first exercise in `folder`, solved.
pub(crate) fn of_an_attempt(contenders: &Contenders, folder: &Folder) -> Result<String> {
    // Not in the folder: the watcher there would judge it as well.
    let file = contenders.root.join("attempt.rs");
    write(&file, &folder.content(0, Kind::Pass, 0)?)?;
    let name = folder.exercise(0);
    let mut said = String::new();
    // The first of two loads the files.
    for _ in 0..2 {
        said = said_by(
            Command::new(env!("CARGO_BIN_EXE_asynclings"))
                .args(["run", &name, "--timings", "--color", "never", "--file"])
                .arg(&file)
                .env("ASYNCLINGS_CACHE", contenders.cache())
                .current_dir(&folder.root),
        )?;
    }
    let mut timings = Vec::new();
    let lines = said.lines();
    for line in lines
        .skip_while(|line| *line != "Where the time went")
        .skip(1)
    {
        timings.push(line);
        if line.starts_with("in all") {
            return Ok(timings.join("\n"));
        }
    }
    bail!("`asynclings run --timings` no longer ends with `in all`; it said:\n{said}")
}
