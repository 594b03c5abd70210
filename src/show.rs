//! The door `show`: the Python original, and the solution after a pass.

use crate::attempt::choice::chosen;
use crate::course::{Course, STATE_DIR};
use crate::exit_code::Exit;
use crate::progress::Store;
use anyhow::Result;
use colored::Colorize;
use std::io::Write;

/// Prints what there is to see beside the exercise called `name`.
///
/// # Errors
/// When there is no such exercise, or the course cannot be read.
pub fn show(course: &Course, name: Option<&str>) -> Result<Exit> {
    let progress = Store::in_dir(&course.root.join(STATE_DIR))?
        .open()?
        .progress;
    let exercise = chosen(course, &progress, name)?;
    let original = course.original(exercise)?;
    let mut out = std::io::stdout().lock();
    if let Some(original) = &original {
        writeln!(out, "{}", "The Python original".bold())?;
        writeln!(out, "{}", original.trim_end())?;
    }
    if progress.has(exercise) {
        if let Some(solution) = course.solution(exercise)? {
            writeln!(out, "{}", "\nOur solution".bold())?;
            writeln!(out, "{}", solution.trim_end())?;
        }
    } else {
        writeln!(
            out,
            "The solution of {} is shown once your own has passed.",
            exercise.name
        )?;
    }
    Ok(Exit::Passed)
}
