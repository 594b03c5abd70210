//! The door `reset`: the starter comes back, what was written is kept.

use crate::attempt::choice::chosen;
use crate::course::{Course, STATE_DIR};
use crate::exit_code::Exit;
use crate::progress::Store;
use anyhow::Result;

/// Resets the exercise called `name`.
///
/// # Errors
/// When there is no such exercise, or the folder cannot be written.
pub fn reset(course: &Course, name: &str) -> Result<Exit> {
    let store = Store::in_dir(&course.root.join(STATE_DIR))?;
    let progress = store.open()?.progress;
    let exercise = chosen(course, &progress, Some(name))?;
    let backup = course.reset(exercise)?;
    store.update(|progress| progress.undo(exercise))?;
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
