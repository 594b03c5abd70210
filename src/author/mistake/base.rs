//! What a mistake is a difference from.

use super::Problem;
use super::head::Wrong;
use crate::author::answers::{alternatives, solution, starter};
use crate::course::Course;
use crate::exercise::Exercise;
use std::path::{Path, PathBuf};

/// What the learner begins with, as a difference names it.
const STARTER: &str = "starter";

/// In a difference this stands below `expects`.
const LINE: usize = 2;

/// The file that a difference is from, by the name on its second line, from the course's root.
pub(super) fn path(
    course: &Course,
    exercise: &Exercise,
    name: Option<&str>,
) -> Result<PathBuf, Wrong> {
    let path = match name {
        None => solution(exercise),
        Some(STARTER) => starter(course, exercise),
        Some(name) => {
            let start = format!("{}.", exercise.name);
            if !name.starts_with(&start) || !name.ends_with(".rs") || name.contains('/') {
                let what = format!(
                    "`{name}` is no answer to {}: write `against: {start}alt.rs` or \
                     `against: starter`, or nothing for the solution",
                    exercise.name
                );
                return Err((LINE, what));
            }
            solution(exercise).with_file_name(name)
        }
    };
    if course.root.join(&path).is_file() {
        return Ok(path);
    }
    let line = if name.is_some() { LINE } else { 1 };
    let what = format!(
        "it is a difference from {}, which is not there",
        path.display()
    );
    Err((line, what))
}

/// All that a mistake of `exercise` could be a difference from, by name and path, the solution first.
pub(super) fn all(
    course: &Course,
    exercise: &Exercise,
) -> Result<Vec<(Option<String>, PathBuf)>, Problem> {
    let alternatives = alternatives(course, exercise).map_err(|error| {
        let what = format!("its answers cannot be listed: {error:#}");
        Problem::new(Path::new("solutions"), None, what)
    })?;
    let mut all = vec![(None, solution(exercise))];
    all.extend(alternatives.into_iter().map(|path| {
        let name = path.file_name().unwrap_or_default();
        (Some(name.to_string_lossy().into_owned()), path)
    }));
    all.push((Some(STARTER.to_owned()), starter(course, exercise)));
    all.retain(|(_, path)| course.root.join(path).is_file());
    Ok(all)
}

/// Whether a difference of so many `lines` is worth naming what it is from, instead of one with `than`.
/// One from the solution is what a reader expects.
pub(super) fn is_much_shorter(lines: usize, than: usize) -> bool {
    3 * lines <= 2 * than
}
