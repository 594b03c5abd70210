//! The door `show`: the Python original, and the solution after a pass.

use crate::attempt::choice::chosen;
use crate::attempt::notes::Notes;
use crate::course::Course;
use crate::exit_code::Exit;
use crate::screen::code::Language;
use crate::screen::original::{original, our_solution, python_original, starter, titled};
use crate::screen::width;
use anyhow::Result;
use std::io::Write;

/// Prints what there is to see beside the exercise called `name`.
///
/// # Errors
/// When there is no such exercise, or the course cannot be read.
pub fn show(course: &Course, name: Option<&str>) -> Result<Exit> {
    let progress = Notes::of(course)?.progress;
    let exercise = chosen(course, &progress, name)?;
    let mut out = std::io::stdout().lock();
    if let Some(python) = course.original(exercise)? {
        let rust = course.starter(exercise)?.unwrap_or_default();
        let (python, rust) = (python_original(&python), starter(&rust));
        for line in original(python, rust, &exercise.corresponds, width()) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    if progress.has(exercise) {
        if let Some(solution) = course.solution(exercise)? {
            for line in titled(our_solution(&solution), Language::Rust, width()) {
                writeln!(out, "{line}")?;
            }
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
