//! Exercises that are programs of their course's package, built as cargo would build them.

use super::compiler::{Call, Input};
use super::package::Program;
use super::plan::{self, Lints, Role};
use super::toolchain::Toolchain;
use super::trouble::Trouble;
use super::workplace::Workplace;
use super::{Job, has_errors, must_be_there, overran};
use crate::verdict::{Diagnostic, Level};
use anyhow::{Result, bail};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

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
        match job.watch.time(what, whole).await {
            Ok(compiled) => anyhow::Ok(compiled.diagnostics),
            Err(error) => of_package_blamed(error, job.source, workplace),
        }
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

/// What comes of a call for a course's package that failed and blames no line.
fn of_package_blamed(
    error: anyhow::Error,
    source: &Path,
    workplace: &Workplace,
) -> Result<Vec<Diagnostic>> {
    let error = match overran(error, workplace) {
        Ok(diagnostics) => return Ok(diagnostics),
        Err(other) => other,
    };
    let trouble: Trouble = error.downcast()?;
    must_be_there(workplace)?;
    match trouble.of_the_machine(workplace.path()) {
        Some(words) => bail!(words),
        None => Ok(vec![trouble.diagnostic(source)]),
    }
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
