//! An exercise that is a program of its course's package: what rustlings does to one, and the same verdict.
//!
//! rustlings runs `cargo build`, then `cargo test` where the exercise has tests, then `cargo clippy` with the
//! tests, then the program; all of them have to succeed.

use super::{Attempt, Attempted};
use crate::build::package::{Package, Program};
use crate::build::programs::{OfPackage, Wanted, of_package};
use crate::build::stopwatch::Stopwatch;
use crate::build::{self, workplace::Workplace};
use crate::exercise::{Kind, Mode};
use crate::file;
use crate::judge;
use crate::verdict::{Outcome, Verdict};
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
        let wanted = wanted(self.exercise.kind);
        let job = self.job(watch);
        let built = of_package(&program, &package.toolchain, job, wanted, workplace).await?;
        let build = watch.elapsed();
        let mut outcome = self.judge_in_package(&program, built, watch).await?;
        if outcome.passed() && self.is_marked_not_done() {
            return Ok(Attempted::Nothing(format!(
                "{name} works. To go on, remove its line `// I AM NOT DONE`."
            )));
        }
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
        watch: &Stopwatch,
    ) -> Result<Outcome> {
        let OfPackage {
            main,
            tests,
            diagnostics,
        } = built;
        let mut errors = diagnostics.iter().filter(|found| found.is_error());
        if let Some(first) = errors.next() {
            // Only what is wrong for clippy alone is a program.
            let only_linted = first.denied && errors.all(|error| error.denied);
            let verdict = match only_linted {
                true => Verdict::LintDenied,
                false => Verdict::DoesNotCompile,
            };
            return Ok(Outcome::with(verdict, diagnostics));
        }
        let limits = self.limits();
        if let Some(tests) = tests {
            let environment = program.tests.environment_of_run();
            let folder = match self.exercise.kind {
                Kind::SelfTested => &program.folder,
                _ => &self.course.root,
            };
            let run = judge::alone_with(&tests, folder, environment, limits);
            let ran = watch.time("its tests", run).await?;
            let outcome = self.outcome(ran, diagnostics.clone());
            let is_over = main.is_none();
            if is_over || !matches!(outcome.verdict, Verdict::Passed | Verdict::LintDenied) {
                return Ok(outcome);
            }
        }
        let Some(main) = main else {
            return Ok(Outcome::with(Verdict::DoesNotCompile, diagnostics));
        };
        // It inherits what this program does: rustlings starts it without cargo.
        let run = judge::alone(&main, &self.course.root, limits);
        let ran = watch.time("running", run).await?;
        Ok(self.outcome(ran, diagnostics))
    }

    /// In the format of rustlings 5 a comment keeps an exercise from being done until it is removed.
    fn is_marked_not_done(&self) -> bool {
        let old = matches!(self.exercise.kind, Kind::SingleFile(_));
        let text = file::read_text(&self.course.root.join(&self.source)).unwrap_or_default();
        old && text.lines().any(is_mark)
    }
}

/// What rustlings asks of an exercise of this `kind`.
fn wanted(kind: Kind) -> Wanted {
    let (main, tests, lints) = match kind {
        Kind::SelfTested => (true, true, true),
        Kind::SingleFile(Mode::Compile) => (true, false, false),
        Kind::SingleFile(Mode::Test | Mode::BuildScript) => (false, true, false),
        Kind::Run | Kind::SingleFile(Mode::Clippy) | Kind::Checked | Kind::Crate => {
            (true, false, true)
        }
    };
    Wanted { main, tests, lints }
}

/// `// I AM NOT DONE`, in any number of spaces.
fn is_mark(line: &str) -> bool {
    let line = line.trim_start();
    let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("//"));
    let words = comment.map(|text| text.split_whitespace().take(4));
    words.is_some_and(|words| words.eq(["I", "AM", "NOT", "DONE"]))
}

#[cfg(test)]
mod tests {
    use super::is_mark;

    #[test]
    fn the_mark_is_a_comment_of_four_words() {
        assert!(is_mark("// I AM NOT DONE"));
        assert!(is_mark("  ///  I AM   NOT DONE yet"));
        assert!(!is_mark("// I AM DONE"));
        assert!(!is_mark("let text = \"// I AM NOT DONE\";"));
    }
}
