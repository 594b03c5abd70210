//! What has to be proved of an exercise: each of its answers, and what each must get.

use super::layout::Layout;
use crate::author::answers::{alternatives, solution, starter};
use crate::author::mistake::Mistake;
use crate::course::Course;
use crate::exercise::Exercise;
use crate::verdict::{Expectation, Verdict};
use anyhow::Result;
use std::path::PathBuf;

/// One answer.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) exercise: &'a Exercise,
    /// What is compiled. From the course's root.
    pub(super) source: PathBuf,
    /// What its author edits. From the course's root.
    pub(super) shown: PathBuf,
    pub(super) expects: Expectation,
    pub(super) role: Role,
}

impl Subject<'_> {
    /// Whether it is a mistake that was not made a difference yet.
    pub(super) fn is_whole_mistake(&self) -> bool {
        self.role == Role::Mistake && self.source == self.shown
    }
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

/// The answers of `exercise`, with its mistakes laid out in `layout`; what is missing is added to
/// `problems`.
pub(super) fn of<'a>(
    course: &Course,
    exercise: &'a Exercise,
    layout: &Layout,
    problems: &mut Vec<String>,
) -> Result<Vec<Subject<'a>>> {
    let mut subjects = Vec::new();
    let mut add = |source: PathBuf, expects: Expectation, role| {
        subjects.push(Subject {
            exercise,
            shown: source.clone(),
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
    add(solution(exercise), passes(), Role::Answer);
    let alternatives = alternatives(course, exercise)?;
    if alternatives.is_empty() {
        problems.push(format!("{}: no second right answer", exercise.name));
    }
    for alternative in alternatives {
        add(alternative, passes(), Role::Answer);
    }
    let mistakes = Mistake::all(course, exercise)?;
    if mistakes.is_empty() {
        problems.push(format!("{}: no mistakes", exercise.name));
    }
    for mistake in mistakes {
        let program = match mistake.program(course) {
            Ok(program) => program,
            Err(problem) => {
                problems.push(problem.to_string());
                continue;
            }
        };
        let source = if mistake.is_whole(course) {
            mistake.whole()
        } else {
            layout.put(&mistake.whole(), &program.text())?
        };
        subjects.push(Subject {
            exercise,
            source,
            shown: mistake.path(course),
            expects: program.expects(),
            role: Role::Mistake,
        });
    }
    Ok(subjects)
}
