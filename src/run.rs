//! The door `run`: one attempt.

use crate::attempt::choice::chosen;
use crate::attempt::notes::Notes;
use crate::attempt::preparation::{Preparation, show};
use crate::attempt::{Attempt, Attempted};
use crate::build::tools::Tools;
use crate::course::{Course, STATE_DIR};
use crate::exercise::Afterwards;
use crate::exit_code::{Exit, WrongUsage};
use crate::record::Record;
use crate::screen::report::{printed, report};
use crate::screen::timeline::all as drawn;
use crate::screen::timings::phases;
use crate::screen::width;
use crate::timelines::keep;
use anyhow::{Result, anyhow};
use std::io::Write;
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The exercise; the first that is not done when there is none.
    pub name: Option<String>,
    /// Another file, judged as if it were the exercise.
    pub file: Option<PathBuf>,
    /// Print JSON.
    pub json: bool,
    /// Where the inputs that vary come from.
    pub seed: Option<u64>,
    /// Draw the timelines too.
    pub timeline: bool,
    /// Show where the time went.
    pub timings: bool,
}

/// Judges, prints, and notes a pass of the learner's own file.
///
/// # Errors
/// When the course or the machine is broken, or there is no such exercise.
pub async fn run(course: &Course, options: &Options) -> Result<Exit> {
    let notes = Notes::of(course)?;
    let exercise = chosen(course, &notes.progress, options.name.as_deref())?;
    let preparation = Preparation::of(course)?;
    let mut attempt = Attempt::of(course, exercise);
    if let Some(file) = &options.file {
        if file.to_str().is_none() {
            return Err(anyhow!(WrongUsage(format!(
                "the path of this file is not UTF-8, and the compilers cannot read it: {}\n\
                 Rename it.",
                file.display()
            ))));
        }
        attempt.source = std::path::absolute(file)?;
    }
    if let Some(seed) = options.seed {
        attempt.seed = seed;
    }
    attempt.timelines = options.timeline;
    let mut timelines = Vec::new();
    let mut judged = None;
    let mut nothing = String::new();
    let work = async |tools: Tools| {
        let each = |attempted| match attempted {
            Attempted::Judged(outcome) => judged = Some(outcome),
            Attempted::Nothing(why) => nothing = why,
            Attempted::Drawn(drawn) => timelines = drawn,
            Attempted::Erring(_) => {}
        };
        attempt.make_often(&tools, None, 1, each).await?;
        Ok(tools)
    };
    let tools = preparation.with_kit(exercise, &show, work).await?;
    let outcome = judged.ok_or_else(|| anyhow!(WrongUsage(nothing)))?;
    if options.timeline {
        let dir = course.root.join(STATE_DIR);
        keep(&dir, &exercise.name, timelines.clone(), outcome.passed())?;
    }
    // "Passed" is said only once the pass is on the disk.
    let noted = match outcome.passed() && options.file.is_none() {
        true => notes.pass(exercise),
        false => Ok(()),
    };
    let mut out = std::io::stdout().lock();
    if options.json {
        noted?;
        writeln!(out, "{}", Record::of(&exercise.name, &outcome).line()?)?;
        return Ok(Exit::of(outcome.passed()));
    }
    let report = report(&outcome, exercise, &course.root, width());
    for line in report.diagnostics.iter().flatten() {
        writeln!(out, "{line}")?;
    }
    for line in report.printed.iter().chain(&report.promises) {
        writeln!(out, "{line}")?;
    }
    noted?;
    writeln!(out, "{}", report.headline)?;
    for line in drawn(&timelines, width()) {
        writeln!(out, "{line}")?;
    }
    if options.timings {
        for line in phases(&outcome.timings, width()) {
            writeln!(out, "{line}")?;
        }
    }
    for notice in preparation.notices() {
        writeln!(out, "{notice}")?;
    }
    if outcome.passed()
        && let Some(said) = attempt
            .show_main_after(&tools, outcome.printed.clone())
            .await?
    {
        for line in printed("Your program prints", &said, width()) {
            writeln!(out, "{line}")?;
        }
    }
    if outcome.passed() && exercise.afterwards == Some(Afterwards::Runtimes) {
        writeln!(out, "Now your own machine, not graded: asynclings bench")?;
    }
    Ok(Exit::of(outcome.passed()))
}
