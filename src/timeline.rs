//! The door `timeline`: the last attempt's timelines, in the terminal or as a picture.

use crate::attempt::choice::chosen;
use crate::attempt::notes::Notes;
use crate::course::{Course, STATE_DIR};
use crate::exit_code::{Exit, WrongUsage};
use crate::picture::svg;
use crate::screen::timeline::{shown, title};
use crate::screen::width;
use crate::timelines::kept;
use anyhow::{Context, Result, anyhow};
use report::Timeline;
use std::fs;
use std::path::Path;

/// Shows what was recorded of the exercise called `name`, or writes one check of it as an SVG.
///
/// # Errors
/// When there is no such exercise, nothing was recorded, or the picture cannot be written.
pub fn timeline(course: &Course, name: Option<&str>, picture: Option<&Path>) -> Result<Exit> {
    let dir = course.root.join(STATE_DIR);
    let progress = Notes::of(course)?.progress;
    let exercise = chosen(course, &progress, name)?;
    let kept = kept(&dir, &exercise.name);
    let Some(telling) = most_telling(kept.last()) else {
        return Err(anyhow!(WrongUsage(format!(
            "no timeline of {0} was recorded, and not every exercise has one; to try: \
             asynclings run {0} --timeline",
            exercise.name
        ))));
    };
    if let Some(picture) = picture {
        let title = format!("{}: {}", exercise.name, title(&telling.check));
        fs::write(picture, svg(telling, &title))
            .with_context(|| format!("{} cannot be written", picture.display()))?;
        println!("{} written", picture.display());
        return Ok(Exit::Passed);
    }
    for line in shown(&kept, width()) {
        println!("{line}");
    }
    Ok(Exit::Passed)
}

/// The one with the most to see.
fn most_telling(timelines: &[Timeline]) -> Option<&Timeline> {
    timelines
        .iter()
        .filter(|timeline| !timeline.rows.is_empty())
        .max_by_key(|timeline| (timeline.length_us > 0, timeline.rows.len()))
}
