//! The door `show`: the Python original, and the solution after a pass.

use crate::attempt::choice::chosen;
use crate::attempt::notes::Notes;
use crate::course::Course;
use crate::exit_code::Exit;
use crate::screen::original::{
    compared, original, our_solution, python_original, starter, your_solution,
};
use crate::screen::width;
use anyhow::Result;
use std::fs;
use std::io::Write;

/// Prints what there is to see beside the exercise called `name`.
///
/// # Errors
/// When there is no such exercise, or the course cannot be read.
pub fn show(course: &Course, name: Option<&str>) -> Result<Exit> {
    let progress = Notes::of(course)?.progress;
    let exercise = chosen(course, &progress, name)?;
    let mut out = std::io::stdout().lock();
    let has_passed = progress.has(exercise);
    if let Some(python) = course.original(exercise)? {
        let rust = course.starter(exercise)?.unwrap_or_default();
        let (python, rust) = (python_original(&python), starter(&rust));
        for line in original(python, rust, &exercise.corresponds, has_passed, width()) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    if has_passed {
        if let Some(solution) = course.solution(exercise)? {
            // A file that cannot be read any more is no reason to keep ours back.
            let own = fs::read_to_string(course.root.join(exercise.path())).unwrap_or_default();
            for line in compared(your_solution(&own), our_solution(&solution), width()) {
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
