//! An exercise that is a package: what workshop-runner does to one, and the same verdict.
//!
//! It runs `cargo build --all-targets` and then the course's commands, or `cargo test`; all have to succeed.

use super::{Attempt, Attempted};
use crate::build::stopwatch::Stopwatch;
use crate::build::workshop::Workshop;
use crate::course::format::Format;
use crate::judge;
use crate::verdict::{Diagnostic, Outcome, Verdict};
use anyhow::Result;

impl Attempt<'_> {
    /// Builds and verifies it where it lies.
    pub(super) async fn make_in_workshop(
        &self,
        workshop: &Workshop,
        watch: &Stopwatch,
    ) -> Result<Attempted> {
        let (Format::Workshop(verification), Some(folder)) =
            (&self.course.format, self.exercise.folder())
        else {
            return Ok(Attempted::Nothing("It is of another course.".to_owned()));
        };
        if self.source != self.exercise.path() {
            return Ok(Attempted::Nothing(format!(
                "{} is a package, and is judged only where it lies.",
                self.exercise.name
            )));
        }
        let folder = self.course.root.join(folder);
        let verification = verification.of_exercise(&folder)?;
        let mut diagnostics = Vec::new();
        if !verification.skip_build {
            let building = workshop.build(&folder);
            diagnostics = watch.time("the package", building).await?;
        }
        let build = watch.elapsed();
        let mut outcome = match diagnostics.iter().any(Diagnostic::is_error) {
            true => Outcome::with(Verdict::DoesNotCompile, diagnostics),
            false => {
                let mut commands = Vec::new();
                for each in &verification.commands {
                    let mut command = workshop.command(&each.command, &folder);
                    command.args(&each.args);
                    commands.push(command);
                }
                if commands.is_empty() {
                    let mut command = workshop.command("cargo", &folder);
                    command.args(["test", "--quiet"]);
                    commands.push(command);
                }
                let mut outcome = Outcome::with(Verdict::Passed, diagnostics);
                for command in commands {
                    let run = judge::tool(command, &folder, self.limits());
                    let ran = watch.time("its tests", run).await?;
                    outcome = self.outcome(ran, outcome.diagnostics);
                    if !outcome.passed() {
                        break;
                    }
                }
                outcome
            }
        };
        outcome.timings.phases = watch.phases();
        outcome.timings.build = build;
        outcome.timings.total = watch.elapsed();
        Ok(Attempted::Judged(Box::new(outcome)))
    }
}
