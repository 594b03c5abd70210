//! The door `reset`: the starter comes back, what was written is kept.

use crate::attempt::choice::chosen;
use crate::attempt::notes::Notes;
use crate::course::Course;
use crate::exit_code::Exit;
use anyhow::Result;

/// Resets the exercise called `name`.
///
/// # Errors
/// When there is no such exercise, or the folder cannot be written.
pub fn reset(course: &Course, name: &str) -> Result<Exit> {
    let notes = Notes::of(course)?;
    let exercise = chosen(course, &notes.progress, Some(name))?;
    let backup = course.reset(exercise)?;
    notes.undo(exercise)?;
    match backup {
        Some(backup) => println!(
            "{} is the starter again. What you wrote is kept in {}",
            exercise.path().display(),
            backup.display()
        ),
        None => println!("{} is the starter.", exercise.path().display()),
    }
    Ok(Exit::Passed)
}
