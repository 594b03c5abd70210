//! An exercise that is a program of its course's package: what rustlings does to one, and the same verdict.
//!
//! rustlings runs `cargo build`, then `cargo test` where the exercise has tests, then `cargo clippy` with the
//! tests, then the program; all of them have to succeed.

use super::{Attempt, Attempted};
use crate::build::package::{Package, Program};
use crate::build::stopwatch::Stopwatch;
use crate::build::{self, OfPackage, workplace::Workplace};
use crate::exercise::Kind;
use crate::judge::{self, Ran, reading};
use crate::verdict::{Diagnostic, Outcome, Timings, Verdict};
use anyhow::Result;

impl Attempt<'_> {
    /// Builds it in `workplace` as a program of `package`, and judges it.
    pub(super) async fn make_in_package(
        &self,
        package: &Package,
        workplace: &Workplace,
        watch: &Stopwatch,
    ) -> Result<Attempted> {
        let name = &self.exercise.name;
        let Some(program) = package.program(name, || ()).await? else {
            return Ok(Attempted::Nothing(format!(
                "{name} is not in this course's Cargo.toml, so it cannot be compiled. Ask the course's \
                 author to add it to `bin` there (`rustlings dev update`)."
            )));
        };
        let has_tests = self.exercise.kind == Kind::SelfTested;
        let job = self.job(watch);
        let built = build::of_package(&program, &package.toolchain, job, has_tests, workplace);
        let built = built.await?;
        let build = watch.elapsed();
        let mut outcome = self.judge_in_package(&program, built, has_tests, watch).await?;
        outcome.inputs = build::inputs(workplace);
        outcome.timings.phases = watch.phases();
        outcome.timings.build = build;
        outcome.timings.total = build + outcome.timings.run;
        Ok(Attempted::Judged(Box::new(outcome)))
    }

    async fn judge_in_package(
        &self,
        program: &Program,
        built: OfPackage,
        has_tests: bool,
        watch: &Stopwatch,
    ) -> Result<Outcome> {
        let OfPackage {
            main,
            tests,
            diagnostics,
        } = built;
        let Some(main) = main else {
            return Ok(Outcome::with(Verdict::DoesNotCompile, diagnostics));
        };
        if diagnostics.iter().any(|found| found.is_error() && !found.denied) {
            return Ok(Outcome::with(Verdict::DoesNotCompile, diagnostics));
        }
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Ok(Outcome::with(Verdict::LintDenied, diagnostics));
        }
        let limits = self.limits();
        if has_tests && let Some(tests) = tests {
            let environment = program.tests.environment_of_run();
            let run = judge::alone_with(&tests, &program.folder, environment, limits);
            let ran = watch.time("its tests", run).await?;
            let outcome = self.outcome(ran, diagnostics.clone());
            if outcome.verdict != Verdict::Passed && outcome.verdict != Verdict::LintDenied {
                return Ok(outcome);
            }
        }
        // It inherits what this program does: rustlings starts it without cargo.
        let run = judge::alone(&main, &self.course.root, limits);
        let ran = watch.time("running", run).await?;
        Ok(self.outcome(ran, diagnostics))
    }

    fn outcome(&self, ran: Ran, diagnostics: Vec<Diagnostic>) -> Outcome {
        let reading = reading::of_alone(&ran, self.exercise.time_limit);
        let mut outcome = Outcome::with(reading.verdict, diagnostics);
        if outcome.passed() && outcome.diagnostics.iter().any(|found| found.denied) {
            outcome.verdict = Verdict::LintDenied;
        }
        outcome.findings = reading.findings;
        outcome.printed = ran.printed;
        outcome.timings = Timings {
            run: ran.took,
            ..Timings::default()
        };
        outcome
    }
}
