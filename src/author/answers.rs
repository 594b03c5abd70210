//! What there is of an exercise beside its check: what the learner begins with, and the right answers.

use crate::course::Course;
use crate::exercise::Exercise;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// What the learner begins with, from the course's root: never what became of it in `exercises/`.
pub(super) fn starter(course: &Course, exercise: &Exercise) -> PathBuf {
    let pristine = PathBuf::from("starters").join(format!("{}.rs", exercise.key()));
    match course.root.join(&pristine).is_file() {
        true => pristine,
        false => exercise.path(),
    }
}

/// The solution, from the course's root.
pub(super) fn solution(exercise: &Exercise) -> PathBuf {
    Path::new("solutions").join(format!("{}.rs", exercise.key()))
}

/// `NAME.alt.rs`, `NAME.alt2.rs`, … beside the solution, sorted.
pub(super) fn alternatives(course: &Course, exercise: &Exercise) -> Result<Vec<PathBuf>> {
    let dir = Path::new("solutions").join(exercise.dir.as_deref().unwrap_or_default());
    let start = format!("{}.alt", exercise.name);
    let mut files = files_in(&course.root, &dir, "rs")?;
    files.retain(|file| {
        file.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(&start))
    });
    Ok(files)
}

/// The files in `dir` that end in `extension`, sorted, from the course's root.
pub(super) fn files_in(root: &Path, dir: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(root.join(dir)) else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if Path::new(&name)
            .extension()
            .is_some_and(|there| there == extension)
        {
            files.push(dir.join(name));
        }
    }
    files.sort();
    Ok(files)
}
