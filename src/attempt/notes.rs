//! The learner's progress, as every door opens it: what is wrong with it is said each time, on standard
//! error.

use crate::course::{Course, STATE_DIR};
use crate::exercise::Exercise;
use crate::exit_code::told;
use crate::progress::{Opened, Progress, Store};
use anyhow::{Context, Result};

/// What was done so far, and where it is kept.
#[derive(Debug)]
pub struct Notes<'a> {
    course: &'a Course,
    store: Store,
    /// As it was when it was opened.
    pub progress: Progress,
}

impl<'a> Notes<'a> {
    /// The notes of `course`.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub fn of(course: &'a Course) -> Result<Self> {
        course.make_state_dir()?;
        let store = Store::in_dir(&course.root.join(STATE_DIR))?;
        let progress = read(store.open()?);
        Ok(Self {
            course,
            store,
            progress,
        })
    }

    /// Notes that the learner's own file of `exercise` passed, and hands the solution out. Only then
    /// anybody may be told.
    ///
    /// # Errors
    /// When it could not be noted; the message says so, and what to do.
    pub fn pass(&self, exercise: &Exercise) -> Result<()> {
        let noted = self.store.update(|progress| progress.pass(&exercise.name));
        let noted = noted.with_context(|| {
            format!(
                "every check of {} passed, but the pass could not be noted, so it does not count yet",
                exercise.name
            )
        })?;
        read(noted);
        if let Err(error) = self.course.hand_out_solution(exercise) {
            // The pass counts all the same.
            eprintln!("{}", told(&error));
        }
        Ok(())
    }

    /// Takes the pass of `exercise` back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn undo(&self, exercise: &Exercise) -> Result<()> {
        read(self.store.update(|progress| progress.undo(exercise))?);
        Ok(())
    }
}

fn read(opened: Opened) -> Progress {
    if let Some(complaint) = opened.complaint("To note again what passes: asynclings check-all") {
        eprintln!("{complaint}");
    }
    opened.progress
}
