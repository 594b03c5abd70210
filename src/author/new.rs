//! `dev new`: the files of a new exercise, laid out for its author to fill.

use crate::course::Course;
use crate::exit_code::{Exit, WrongUsage};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::io::Write;

const STARTER: &str = include_str!("new/starter.rs.txt");
const CHECK: &str = include_str!("new/check.rs.txt");
const SOLUTION: &str = include_str!("new/solution.rs.txt");
const MISTAKE: &str = include_str!("new/mistake.rs.txt");

/// Lays out the exercise `name` in the chapter `dir`.
///
/// # Errors
/// When there is one of that name, or the course cannot be written.
pub fn new(course: &Course, dir: &str, name: &str) -> Result<Exit> {
    if course.exercise(name).is_some() || !course.is_on_disk() {
        return Err(anyhow!(WrongUsage(format!(
            "there is an exercise `{name}` already, or this folder holds no course of its own"
        ))));
    }
    for (path, text) in [
        (format!("starters/{dir}/{name}.rs"), STARTER),
        (format!("checks/{dir}/{name}.rs"), CHECK),
        (format!("solutions/{dir}/{name}.rs"), SOLUTION),
        (format!("solutions/{dir}/{name}.alt.rs"), SOLUTION),
        (format!("mistakes/{dir}/{name}/sequential.rs"), MISTAKE),
    ] {
        let full = course.root.join(&path);
        if let Some(parent) = full.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::File::create_new(&full)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .with_context(|| format!("{} cannot be written", full.display()))?;
        println!("{path}");
    }
    println!(
        "\nNow append to info.toml:\n\n\
         [[exercises]]\nname = \"{name}\"\ndir = \"{dir}\"\ntest = false\n\
         hint = \"\"\"The first nudge.\"\"\"\n\
         [exercises.asynclings]\n\
         hints = [\"\"\"The second.\"\"\", \"\"\"Almost the answer.\"\"\"]\n\
         carries = []\nconcepts = []\nstarter = \"failed/sequential\"\n\n\
         then: asynclings dev update && asynclings dev check {name}"
    );
    Ok(Exit::Passed)
}
