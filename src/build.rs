//! The build engine: an exercise and its check in, a program or the compiler's words out.
//!
//! On the hot path the compilers are called directly. Cargo only prepares the dependencies,
//! once, in [`kit`], and the program of [`workload`].

pub mod cargo;
pub mod compiler;
pub mod interface;
pub mod kit;
pub mod package;
pub mod plan;
pub mod standby;
pub mod stopwatch;
pub mod toolchain;
pub mod tools;
pub mod workload;
pub mod workplace;
pub mod workshop;

use crate::verdict::{Diagnostic, Inputs, Level};
use anyhow::{Context, Result, bail};
use compiler::{BrokenKit, Call, Compiled, Heard, Input, is_of_the_kit};
use kit::Kit;
use package::Program;
use plan::{Form, Lints, Role};
use report::Finding;
use standby::Calls;
use std::cell::Cell;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use stopwatch::Stopwatch;
use tokio::sync::oneshot;
use toolchain::Toolchain;
use workplace::Workplace;

/// Lints that say the learner's async code does not do what it seems to do.
const ALWAYS_DENIED: [&str; 4] = [
    "clippy::async_yields_async",
    "clippy::await_holding_lock",
    "clippy::await_holding_refcell_ref",
    "clippy::let_underscore_future",
];

/// One thing to build.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// Where the compilers run; paths in messages start here.
    pub root: &'a Path,
    /// The learner's file, from `root` or absolute.
    pub source: &'a Path,
    /// The exercise is strict: every warning is denied.
    pub strict: bool,
    /// Its course is written for this program: [`ALWAYS_DENIED`] holds.
    pub ours: bool,
    /// Lints denied beside [`ALWAYS_DENIED`].
    pub deny: &'a [String],
    /// Notes where the time goes.
    pub watch: &'a Stopwatch,
}

/// What a build came to.
#[derive(Debug)]
pub enum Built {
    /// A program, and what was found on the way.
    Ready {
        /// Where it lies, until the workplace is used again.
        program: PathBuf,
        /// Warnings of the learner's file.
        warnings: Vec<Diagnostic>,
    },
    /// The learner's file has errors.
    DoesNotCompile(Vec<Diagnostic>),
    /// The learner's file compiles, but the check cannot be built against it.
    Mismatch {
        /// Why, without the check's text.
        findings: Vec<Finding>,
        /// Warnings of the learner's file.
        warnings: Vec<Diagnostic>,
    },
}

/// Builds the learner's file as the crate `exercise`, and `check` against it, with `calls` that were
/// started for it in `workplace`. `erring` is told each error of the learner's file as soon as the compiler
/// says it.
///
/// # Errors
/// When a compiler cannot do its work for reasons that are not the learner's: it is missing,
/// the disk is full, there is no linker.
pub async fn with_check(
    kit: &Kit,
    job: Job<'_>,
    check: &str,
    calls: Calls,
    workplace: &Workplace,
    erring: impl Fn(&Diagnostic),
) -> Result<Built> {
    let lints = job.lints();
    let form = Form::of(kit);
    workplace.forget_what_was_read();
    let text = format!("{check}{}", form.epilogue(kit));
    let (may_begin, begin) = oneshot::channel();
    let may_begin = Cell::new(Some(may_begin));
    let go = || {
        if let Some(begin) = may_begin.take() {
            let _nobody_waits = begin.send(());
        }
    };
    let learning = async {
        let heard = |heard: Heard<'_>| {
            match heard {
                Heard::Wrote("metadata") => {
                    job.watch.lap("your file, to its metadata");
                    if form == Form::Object {
                        go();
                    }
                }
                Heard::Said(found) if found.level == Level::Error && !is_of_the_kit(found) => {
                    erring(found);
                }
                Heard::Wrote(_) | Heard::Said(_) => {}
            }
            until_written("link", heard)
        };
        let whole = calls.learner.finish("", heard);
        let compiled = job.watch.time("your file, whole", whole).await;
        // With errors there is nothing to check against, and nobody is told to begin.
        match &compiled {
            Ok(compiled) if !has_errors(&compiled.diagnostics) => go(),
            _ => drop(may_begin.take()),
        }
        let mut diagnostics = unless_broken(kit, compiled)?.diagnostics;
        judge_lints(&mut diagnostics, &lints);
        anyhow::Ok(diagnostics)
    };
    let checking = async {
        match begin.await {
            Ok(()) => {
                let whole = calls
                    .check
                    .finish(&text, |heard| until_written(form.is_written_as(), heard));
                job.watch.time("the check", whole).await.map(Some)
            }
            Err(_) => Ok(None),
        }
    };
    let (warnings, checked) = tokio::join!(learning, checking);
    let warnings = warnings?;
    if has_errors(&warnings) {
        return Ok(Built::DoesNotCompile(warnings));
    }
    let checked = unless_broken(kit, checked.transpose().context("no check was compiled")?)?;
    if has_errors(&checked.diagnostics) {
        let asks = interface::asked_for(check);
        let findings = interface::mismatch(&asks, &checked.diagnostics, job.source);
        return Ok(Built::Mismatch { findings, warnings });
    }
    if let Some(linking) = &kit.linking {
        let linker = match calls.linker {
            Some(waiting) => waiting,
            None => Call::start(
                &plan::link(linking, workplace.path()),
                job.root,
                Input::Given,
            )?,
        };
        // What it waits for is a script, and an empty line is one.
        let whole = linker.finish("\n", |_| ControlFlow::Continue(()));
        job.watch.time("linking", whole).await?;
    }
    Ok(Built::Ready {
        program: workplace.path().join("check"),
        warnings,
    })
}

/// A compiler need not be waited for once it has written the file of this `kind`: what it does then is to
/// clear up.
fn until_written(kind: &str, heard: Heard<'_>) -> ControlFlow<()> {
    match heard {
        Heard::Wrote(written) if written == kind => ControlFlow::Break(()),
        Heard::Wrote(_) | Heard::Said(_) => ControlFlow::Continue(()),
    }
}

/// Builds the learner's file alone: its tests, or its `main`.
///
/// # Errors
/// As [`with_check`].
pub async fn alone(kit: &Kit, job: Job<'_>, role: Role, workplace: &Workplace) -> Result<Built> {
    let lints = job.lints();
    workplace.forget_what_was_read();
    let plan = plan::alone(kit, job.source, workplace.path(), role, &lints);
    let program = workplace.path().join(role.file_name());
    let call = Call::start(&plan, job.root, Input::Nothing)?;
    let whole = call.finish("", |heard| until_written("link", heard));
    let compiled = job.watch.time("your file, whole", whole).await;
    let mut diagnostics = unless_broken(kit, compiled)?.diagnostics;
    judge_lints(&mut diagnostics, &lints);
    if has_errors(&diagnostics) {
        return Ok(Built::DoesNotCompile(diagnostics));
    }
    Ok(Built::Ready {
        program,
        warnings: diagnostics,
    })
}

/// An exercise that is a program of its course's package, built.
#[derive(Debug)]
pub struct OfPackage {
    /// Its `main`; none when that does not compile.
    pub main: Option<PathBuf>,
    /// Its tests; none when they do not compile, or are not asked for.
    pub tests: Option<PathBuf>,
    /// What the compilers said.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is to be built of an exercise that is a program of its course's package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Its `main`.
    pub main: bool,
    /// Its tests.
    pub tests: bool,
    /// The opinion of clippy, on the tests as well.
    pub lints: bool,
}

/// Builds what is `wanted` of `program`. The package's own settings decide which lints are errors.
///
/// # Errors
/// As [`with_check`].
pub async fn of_package(
    program: &Program,
    toolchain: &Toolchain,
    job: Job<'_>,
    wanted: Wanted,
    workplace: &Workplace,
) -> Result<OfPackage> {
    workplace.forget_what_was_read();
    let work = workplace.path();
    let lints = job.lints();
    let compile = async |role: Role, what| {
        let plan = plan::of_package(program, toolchain, (job.source, work), role, wanted, &lints);
        let whole = Call::start(&plan, job.root, Input::Nothing)?;
        let whole = whole.finish("", |_| ControlFlow::Continue(()));
        anyhow::Ok(job.watch.time(what, whole).await?.diagnostics)
    };
    let linting = async {
        match wanted.tests || wanted.lints {
            true => compile(Role::Tests, "your file, with its tests").await,
            false => Ok(Vec::new()),
        }
    };
    let compiling = async {
        match wanted.main {
            true => compile(Role::Main, "your file").await,
            false => Ok(Vec::new()),
        }
    };
    let (mut linted, compiled) = tokio::try_join!(linting, compiling)?;
    let (is_linted, compiles) = (!has_errors(&linted), !has_errors(&compiled));
    for diagnostic in &mut linted {
        diagnostic.denied = wanted.lints && is_denied(diagnostic, job, &lints);
    }
    // What is wrong only without the tests; with them the rest is said already.
    if linted.is_empty() || is_linted && !compiles {
        linted.extend(compiled);
    }
    let file = |role: Role| work.join(role.file_name());
    Ok(OfPackage {
        main: (wanted.main && compiles).then(|| file(Role::Main)),
        tests: (wanted.tests && is_linted).then(|| file(Role::Tests)),
        diagnostics: linted,
    })
}

/// Whether cargo clippy would fail for it.
fn is_denied(diagnostic: &Diagnostic, job: Job<'_>, lints: &Lints) -> bool {
    let Some(code) = diagnostic.code.as_deref() else {
        return false;
    };
    match diagnostic.level {
        Level::Error => is_of_clippy(diagnostic),
        // Clippy does not link.
        Level::Warning if code == "linker_messages" => false,
        Level::Warning => job.strict || lints.denied.iter().any(|denied| denied == code),
    }
}

fn is_of_clippy(diagnostic: &Diagnostic) -> bool {
    let code = diagnostic.code.as_deref();
    code.is_some_and(|code| code.starts_with("clippy::"))
}

/// What the last build in `workplace` read; none when the compiler did not say.
#[must_use]
pub fn inputs(workplace: &Workplace) -> Option<Inputs> {
    let said = workplace.what_was_read().map(fs::read_to_string);
    let said: String = said.into_iter().flatten().collect();
    let inputs = inputs_in(&said);
    (!inputs.files.is_empty()).then_some(inputs)
}

/// What `said`, the compiler's list of its inputs, names: a line for each file, as make reads it, and a
/// comment for each variable.
fn inputs_in(said: &str) -> Inputs {
    let files = said.lines().filter_map(|line| line.strip_suffix(':'));
    let names = said.lines().filter_map(|line| {
        let variable = line.strip_prefix("# env-dep:")?;
        let name = variable.split_once('=').map_or(variable, |(name, _)| name);
        // Clippy always looks for its own, which are taken from it.
        (!name.starts_with("CLIPPY_")).then(|| name.to_owned())
    });
    Inputs {
        files: files
            .map(|file| PathBuf::from(file.replace("\\ ", " ")))
            .collect(),
        variables: names.collect(),
    }
}

/// A kit that turns out to be damaged is not used again.
fn unless_broken(kit: &Kit, compiled: Result<Compiled>) -> Result<Compiled> {
    if compiled
        .as_ref()
        .is_err_and(|error| error.is::<BrokenKit>())
    {
        kit.forget();
    }
    compiled
}

impl Job<'_> {
    fn lints(&self) -> Lints {
        Lints {
            every_warning: self.strict,
            denied: ALWAYS_DENIED
                .into_iter()
                .filter(|_| self.ours)
                .map(str::to_owned)
                .chain(self.deny.iter().cloned())
                .collect(),
        }
    }
}

/// Denied lints do not stop the compiler: what the tests find is the better explanation, so
/// they count only when the tests find nothing.
fn judge_lints(diagnostics: &mut [Diagnostic], lints: &Lints) {
    for diagnostic in diagnostics {
        diagnostic.denied = diagnostic.level == Level::Warning
            && (lints.every_warning
                || diagnostic
                    .code
                    .as_ref()
                    .is_some_and(|code| lints.denied.contains(code)));
    }
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.level == Level::Error)
}

/// Where everything that can be made again is kept: `$ASYNCLINGS_CACHE`, or the user's cache
/// folder.
///
/// # Errors
/// When neither is known.
pub fn cache_dir() -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    if let Some(dir) = std::env::var_os("ASYNCLINGS_CACHE").filter(|dir| !dir.is_empty()) {
        return Ok(PathBuf::from(dir));
    }
    match etcetera::choose_base_strategy() {
        Ok(base) => Ok(base.cache_dir().join("asynclings")),
        Err(_) => bail!(
            "there is no home folder to keep the compiled dependencies in\n\
             Name a folder for them: ASYNCLINGS_CACHE=/some/folder asynclings"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::inputs_in;
    use std::path::Path;

    #[test]
    fn the_compiler_names_each_file_and_variable_that_it_read() {
        let said = "/w/exercise.d: exercises/a\\ b.rs Cargo.toml\n\n\
                    exercises/a\\ b.rs:\nCargo.toml:\n\n\
                    # env-dep:CLIPPY_ARGS\n# env-dep:HOME=/home/me\n# env-dep:UNSET\n";
        let inputs = inputs_in(said);
        assert_eq!(
            inputs.files,
            [Path::new("exercises/a b.rs"), Path::new("Cargo.toml")]
        );
        assert_eq!(inputs.variables, ["HOME", "UNSET"]);
    }
}
