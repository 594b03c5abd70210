//! `dev check`: the course proves itself.
//!
//! Every starter fails as its author said, every solution and every alternative passes clean,
//! every mistake is rejected for the reason that it names.

mod files;
mod layout;
mod subject;

use crate::attempt::preparation::Preparation;
use crate::attempt::sweep::at_once;
use crate::attempt::{Attempt, Attempted};
use crate::author::{must_be_own, named};
use crate::build::tools::Tools;
use crate::course::Course;
use crate::exit_code::Exit;
use crate::screen::bar::bar;
use crate::screen::width;
use crate::verdict::{CheckState, Outcome};
use anyhow::Result;
use futures_util::stream::{StreamExt, TryStreamExt, iter};
use layout::Layout;
use std::cell::Cell;
use std::io::{IsTerminal, Write};
use subject::{Role, Subject};

/// Proves the exercises called `names`, or all of them, running each program `repeat` times.
///
/// # Errors
/// When the machine is broken, or there is no such exercise.
pub async fn check(course: &Course, names: &[String], repeat: usize) -> Result<Exit> {
    must_be_own(course, "check")?;
    let exercises = named(course, names)?;
    let preparation = Preparation::of(course)?;
    for exercise in &exercises {
        preparation.kit_with_bar(exercise).await?;
    }
    let layout = Layout::claim(course)?;
    let (mut subjects, mut missing) = (Vec::new(), Vec::new());
    for exercise in &exercises {
        subjects.extend(subject::of(course, exercise, &layout, &mut missing)?);
    }
    let mut problems = files::problems(course, &exercises, &subjects, names.is_empty())?;
    problems.extend(missing);
    let done = Cell::new(0);
    // Not in order: one that hangs must not keep the next ones waiting.
    let mut found: Vec<(usize, Vec<String>)> = iter(subjects.iter().enumerate())
        .map(|(number, subject)| {
            let (preparation, done, of) = (&preparation, &done, subjects.len());
            async move {
                let work = async |tools: Tools| prove(course, &tools, subject, repeat.max(1)).await;
                let found = preparation
                    .with_kit(subject.exercise, &|_| (), work)
                    .await?;
                done.set(done.get() + 1);
                show(done.get(), of);
                anyhow::Ok((number, found))
            }
        })
        // Many programs wait in real time. And what is right only while the machine is idle is to be
        // found here, not on a learner's.
        .buffer_unordered(2 * at_once())
        .try_collect()
        .await?;
    found.sort();
    problems.extend(found.into_iter().flat_map(|(_, found)| found));
    for problem in &problems {
        println!("✗ {problem}");
    }
    let whole = |subject: &&Subject<'_>| subject.is_whole_mistake();
    if let whole @ 1.. = subjects.iter().filter(whole).count() {
        println!(
            "Mistakes that are whole files: {whole}. Make differences of them: asynclings dev update"
        );
    }
    println!(
        "{} answers tried, {} problems",
        subjects.len(),
        problems.len()
    );
    Ok(Exit::of(problems.is_empty()))
}

/// What is wrong with one answer.
async fn prove(
    course: &Course,
    kit: &Tools,
    subject: &Subject<'_>,
    repeat: usize,
) -> Result<Vec<String>> {
    let attempt = Attempt {
        course,
        exercise: subject.exercise,
        source: subject.source.clone(),
        seed: 1,
        timelines: false,
        unattended: true,
    };
    let mut all = Vec::new();
    attempt
        .make_often(kit, None, repeat, |once| all.push(once))
        .await?;
    let mut problems = Vec::new();
    let mut outcomes = Vec::new();
    for attempted in all {
        match attempted {
            Attempted::Judged(outcome) => outcomes.push(outcome),
            Attempted::Nothing(why) => problems.push(why),
            Attempted::Drawn(_) | Attempted::Erring(_) => {}
        }
    }
    let shown = subject.shown.display();
    let Some(first) = outcomes.first() else {
        return Ok(problems);
    };
    if !subject.expects.is_met_by(first) {
        let details: String = first
            .all_findings()
            .map(|finding| format!("\n    {}", crate::explain::explain(finding).paragraph()))
            .collect();
        problems.push(format!(
            "{shown}: expected {}, got {}{details}",
            subject.expects,
            first.summary()
        ));
    }
    if let Some(other) = outcomes.iter().find(|other| traits(other) != traits(first)) {
        problems.push(format!(
            "{shown}: not the same each time: {} and {}",
            traits(first),
            traits(other)
        ));
    }
    if subject.role == Role::Answer {
        problems.extend(
            first.diagnostics.iter().map(|diagnostic| {
                format!("{shown}: not clean of warnings: {}", diagnostic.message)
            }),
        );
        if attempt
            .show_main(kit)
            .await?
            .is_none_or(|said| said.is_empty())
        {
            problems.push(format!("{shown}: its `main` shows nothing"));
        }
    }
    Ok(problems)
}

/// All of an outcome that must be the same whatever the inputs were.
fn traits(outcome: &Outcome) -> String {
    let mut text = outcome.verdict.to_string();
    for check in &outcome.checks {
        let state = match check.state {
            CheckState::Kept => "kept",
            CheckState::Broken => "broken",
            CheckState::NotReached => "not reached",
        };
        text.push_str(&format!(", {} {state}", check.name));
    }
    for finding in outcome.all_findings() {
        text.push_str(&format!(", {}", finding.fact.kind()));
    }
    text
}

fn show(done: usize, of: usize) {
    let mut err = std::io::stderr().lock();
    if !err.is_terminal() {
        return;
    }
    let end = if done == of { "\n" } else { "" };
    let _closed = write!(err, "\r\x1b[2K{}{end}", bar(done, of, width()));
    let _closed = err.flush();
}
