//! What can be said of a course's files without running them.

use super::subject::Subject;
use crate::author::update;
use crate::course::Course;
use crate::exercise::{Exercise, Kind};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything that is not as CONTRIBUTING.md asks; `derived` files too when the whole course is
/// checked.
pub(super) fn problems(
    course: &Course,
    exercises: &[&Exercise],
    subjects: &[Subject<'_>],
    derived: bool,
) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for exercise in exercises {
        if exercise.hints.len() < 3 {
            problems.push(format!(
                "{}: {} hints, and a learner needs three: a nudge, a direction, almost the answer",
                exercise.name,
                exercise.hints.len()
            ));
        }
        if exercise.kind != Kind::Checked {
            problems.push(format!("{}: no check", exercise.name));
        }
        problems.extend(not_corresponding(course, exercise)?);
    }
    if derived {
        problems.extend(outdated(course)?);
    }
    problems.extend(unformatted(course, exercises, subjects)?);
    Ok(problems)
}

/// What info.toml says of the Python original that is not so.
fn not_corresponding(course: &Course, exercise: &Exercise) -> Result<Vec<String>> {
    let original = course.original(exercise)?;
    let solution = course.solution(exercise)?.unwrap_or_default();
    let mut problems = Vec::new();
    let mut add = |problem: String| problems.push(format!("{}: {problem}", exercise.name));
    match &original {
        Some(_) if exercise.corresponds.is_empty() => {
            add("info.toml does not say what in its original `corresponds` to what in Rust".into());
        }
        None if !exercise.corresponds.is_empty() => add("no Python original".into()),
        _ => {}
    }
    for pair in &exercise.corresponds {
        let python = original.as_deref().unwrap_or_default();
        for (piece, text, whose) in [
            (&pair.python, python, "original"),
            (&pair.rust, solution.as_str(), "solution"),
        ] {
            if !text.contains(piece.as_str()) {
                add(format!(
                    "its {whose} does not contain `{piece}`, which `corresponds` names"
                ));
            }
        }
    }
    Ok(problems)
}

fn outdated(course: &Course) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for (name, now) in update::derived(course)? {
        if fs::read_to_string(course.root.join(name)).unwrap_or_default() != now {
            problems.push(format!(
                "{name} is not what the exercises are now. Run: asynclings dev update"
            ));
        }
    }
    Ok(problems)
}

/// The files that rustfmt would write otherwise.
fn unformatted(
    course: &Course,
    exercises: &[&Exercise],
    subjects: &[Subject<'_>],
) -> Result<Vec<String>> {
    let checks = exercises
        .iter()
        .map(|exercise| PathBuf::from(format!("checks/{}.rs", exercise.key())));
    let answers = subjects.iter().map(|subject| subject.source.clone());
    let files = checks.chain(answers).map(|file| course.root.join(file));
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024", "--files-with-diff"])
        .args(files.filter(|file| file.is_file()))
        .output()
        .context("rustfmt cannot be started; to add it: rustup component add rustfmt")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let shown = said.lines().map(|file| {
        let file = Path::new(file);
        let file = file.strip_prefix(&course.root).unwrap_or(file);
        let subject = subjects.iter().find(|subject| subject.source == file);
        let shown = subject.map_or(file, |subject| &subject.shown);
        format!("{}: not formatted by rustfmt", shown.display())
    });
    Ok(shown.collect())
}
