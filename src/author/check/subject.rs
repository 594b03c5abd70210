//! What has to be proved of an exercise: each of its answers, and what each must get.

use crate::course::Course;
use crate::exercise::Exercise;
use crate::verdict::{Expectation, Verdict};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// One answer.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) exercise: &'a Exercise,
    /// From the course's root.
    pub(super) source: PathBuf,
    pub(super) expects: Expectation,
    pub(super) role: Role,
}

/// What kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What the learner begins with.
    Starter,
    /// A right one.
    Answer,
    /// A wrong one.
    Mistake,
}

/// The answers of `exercise`; what is missing is added to `problems`.
pub(super) fn of<'a>(
    course: &Course,
    exercise: &'a Exercise,
    problems: &mut Vec<String>,
) -> Result<Vec<Subject<'a>>> {
    let mut subjects = Vec::new();
    let mut add = |source: PathBuf, expects: Expectation, role| {
        subjects.push(Subject {
            exercise,
            source,
            expects,
            role,
        });
    };
    match &exercise.starter {
        Some(expects) => add(starter(course, exercise), expects.clone(), Role::Starter),
        None => problems.push(format!(
            "{}: info.toml does not say what its starter must get: starter = \"failed/…\"",
            exercise.name
        )),
    }
    let passes = || Expectation {
        verdict: Verdict::Passed,
        because: None,
    };
    let solution = PathBuf::from("solutions").join(format!("{}.rs", exercise.key()));
    add(solution, passes(), Role::Answer);
    let alternatives = alternatives(course, exercise)?;
    if alternatives.is_empty() {
        problems.push(format!("{}: no second right answer", exercise.name));
    }
    for alternative in alternatives {
        add(alternative, passes(), Role::Answer);
    }
    let mistakes = files_in(&course.root, &Path::new("mistakes").join(exercise.key()))?;
    if mistakes.is_empty() {
        problems.push(format!("{}: no mistakes", exercise.name));
    }
    for mistake in mistakes {
        match expected(&course.root.join(&mistake))? {
            Ok(expects) => add(mistake, expects, Role::Mistake),
            Err(problem) => problems.push(format!("{}: {problem}", mistake.display())),
        }
    }
    Ok(subjects)
}

/// What the learner begins with: never what somebody has made of it in `exercises/`.
fn starter(course: &Course, exercise: &Exercise) -> PathBuf {
    let pristine = PathBuf::from("starters").join(format!("{}.rs", exercise.key()));
    match course.root.join(&pristine).is_file() {
        true => pristine,
        false => exercise.path(),
    }
}

/// `NAME.alt.rs`, `NAME.alt2.rs`, … beside the solution.
fn alternatives(course: &Course, exercise: &Exercise) -> Result<Vec<PathBuf>> {
    let dir = Path::new("solutions").join(exercise.dir.as_deref().unwrap_or_default());
    let start = format!("{}.alt", exercise.name);
    let mut files = files_in(&course.root, &dir)?;
    files.retain(|file| {
        file.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(&start))
    });
    Ok(files)
}

/// The Rust files in `dir`, sorted, from the course's root.
fn files_in(root: &Path, dir: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(root.join(dir)) else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            files.push(dir.join(name));
        }
    }
    files.sort();
    Ok(files)
}

/// What the first line of a mistake says that it must get.
fn expected(path: &Path) -> Result<Result<Expectation, String>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let first = text.lines().next().unwrap_or_default();
    let Some(expects) = first.strip_prefix("//! expects: ") else {
        return Ok(Err(
            "its first line does not say what it must get: `//! expects: failed/…`".into(),
        ));
    };
    Ok(expects.trim().parse().and_then(|expects: Expectation| {
        if expects.because.is_none() && expects.verdict == Verdict::Failed {
            Err("it must name its finding: `//! expects: failed/…`".into())
        } else if expects.verdict == Verdict::Passed {
            Err("a mistake must not pass".into())
        } else {
            Ok(expects)
        }
    }))
}
