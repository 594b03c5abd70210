//! `dev update`: what is derived from the course, brought up to date.

pub(super) mod mistakes;

use crate::author::{map, must_be_own};
use crate::course::Course;
use crate::exit_code::Exit;
use anyhow::{Context, Result, bail};
use std::fs;

const BINS_BEGIN: &str = "# One for each exercise; `asynclings dev update` writes them.\n";

/// Writes the list of exercises in `exercises/Cargo.toml`, the map from Python, and the mistakes, as
/// differences from the answers as they are now.
///
/// # Errors
/// When the course is not on disk, or cannot be written.
pub fn update(course: &Course) -> Result<Exit> {
    must_be_own(course, "bring up to date")?;
    for (name, text) in derived(course)? {
        let path = course.root.join(name);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            println!("{name} is up to date");
        } else {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, text)
                .with_context(|| format!("{} cannot be written", path.display()))?;
            println!("{name} written");
        }
    }
    Ok(Exit::of(mistakes::update(course)?))
}

/// Every file that is derived from the course, from its root, as it should be now.
///
/// # Errors
/// When the course cannot be read.
pub fn derived(course: &Course) -> Result<Vec<(&'static str, String)>> {
    let mut derived = vec![("exercises/Cargo.toml", manifest(course)?)];
    let mut exercises = course.exercises.iter();
    if exercises.any(|exercise| !exercise.corresponds.is_empty()) {
        derived.push(("docs/from-python.md", map::page(course)?));
    }
    Ok(derived)
}

/// `exercises/Cargo.toml` with a program for each exercise, for the author's and learner's editor.
fn manifest(course: &Course) -> Result<String> {
    let path = course.root.join("exercises/Cargo.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let Some((head, _)) = text.split_once(BINS_BEGIN) else {
        bail!(
            "{} has no line `{}`; write it where the list of exercises begins",
            path.display(),
            BINS_BEGIN.trim()
        );
    };
    let mut manifest = format!("{head}{BINS_BEGIN}");
    for exercise in &course.exercises {
        manifest.push_str(&format!(
            "\n[[bin]]\nname = \"{}\"\npath = \"{}.rs\"\n",
            exercise.name,
            exercise.key()
        ));
    }
    Ok(manifest)
}
