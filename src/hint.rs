//! The door `hint`: one nudge at a time.

use crate::attempt::choice::chosen;
use crate::attempt::notes::Notes;
use crate::course::Course;
use crate::exit_code::Exit;
use crate::screen::paint::wrapped;
use crate::screen::width;
use anyhow::Result;
use std::io::Write;

/// Prints the hints of an exercise up to number `tier`, from 1.
///
/// # Errors
/// When there is no such exercise.
pub fn hint(course: &Course, name: Option<&str>, tier: usize) -> Result<Exit> {
    let progress = Notes::of(course)?.progress;
    let exercise = chosen(course, &progress, name)?;
    let mut out = std::io::stdout().lock();
    let shown = tier.clamp(1, exercise.hints.len().max(1));
    for (number, hint) in exercise.hints.iter().take(shown).enumerate() {
        writeln!(out, "Hint {} of {}", number + 1, exercise.hints.len())?;
        for line in wrapped(hint, "  ", width()) {
            writeln!(out, "{line}")?;
        }
    }
    if exercise.hints.is_empty() {
        writeln!(out, "There is no hint for {}.", exercise.name)?;
    } else if shown < exercise.hints.len() {
        writeln!(
            out,
            "For the next one: asynclings hint {} --tier {}",
            exercise.name,
            shown + 1
        )?;
    }
    Ok(Exit::Passed)
}
