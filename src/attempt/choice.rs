//! Which exercise is meant.

use crate::course::Course;
use crate::exercise::Exercise;
use crate::exit_code::WrongUsage;
use crate::progress::Progress;
use anyhow::{Result, anyhow};

/// The exercise called `name`, or whose file is at that path, with or without `.rs`; without a name the first that is not done, or the last of all.
///
/// # Errors
/// When there is none of that name; the message names those that are like it.
pub fn chosen<'a>(
    course: &'a Course,
    progress: &Progress,
    name: Option<&str>,
) -> Result<&'a Exercise> {
    match name {
        Some(name) => course
            .exercise(name)
            .or_else(|| at_path(course, name))
            .ok_or_else(|| anyhow!(WrongUsage(unknown(course, name)))),
        None => Ok(next(course, progress)),
    }
}

/// The first exercise that is not done, or the last of all.
#[must_use]
pub fn next<'a>(course: &'a Course, progress: &Progress) -> &'a Exercise {
    let last = &course.exercises[course.exercises.len() - 1];
    course
        .exercises
        .iter()
        .find(|exercise| !progress.has(exercise))
        .unwrap_or(last)
}

/// The exercise at `path`, which starts here, at the course's root, or at its exercises.
fn at_path<'a>(course: &'a Course, path: &str) -> Option<&'a Exercise> {
    let with_ending = [path.to_owned(), format!("{path}.rs")];
    let here = std::env::current_dir().unwrap_or_default();
    let exercises = course.root.join("exercises");
    let starts = [here, course.root.clone(), exercises];
    let mut paths = starts
        .iter()
        .flat_map(|start| with_ending.iter().map(|path| start.join(path)));
    paths.find_map(|path| {
        // The course's root is without links and `..`; a file that is gone has a folder still.
        let folder = path.parent()?.canonicalize().ok()?;
        let number = course.exercise_at(&folder.join(path.file_name()?))?;
        course.exercises.get(number)
    })
}

fn unknown(course: &Course, name: &str) -> String {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let alike: Vec<&str> = course
        .exercises
        .iter()
        .map(|exercise| exercise.name.as_str())
        .filter(|known| !letters.is_empty() && known.starts_with(letters))
        .collect();
    let advice = if alike.is_empty() {
        "To see all of them: asynclings list".to_owned()
    } else {
        format!("There are {}.", alike.join(", "))
    };
    format!("there is no exercise `{name}`. {advice}")
}
