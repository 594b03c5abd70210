//! The build engine: an exercise and its check in, a program or the compiler's words out.
//!
//! On the hot path the compilers are called directly. Cargo only prepares the dependencies,
//! once, in [`kit`], and the program of [`workload`].

pub mod cargo;
pub mod compiler;
mod environment;
pub mod interface;
pub mod kit;
mod network;
pub mod overrun;
pub mod package;
pub mod plan;
pub mod programs;
pub mod standby;
pub mod stopwatch;
mod system;
pub mod toolchain;
pub mod tools;
pub mod trouble;
pub mod workload;
pub mod workplace;
pub mod workshop;

use crate::verdict::{Diagnostic, Inputs, Level};
use anyhow::{Context, Result, anyhow, bail};
use compiler::{Call, Heard, Input, may_be_of_the_kit};
use kit::Kit;
use overrun::Overrun;
use plan::{Form, Lines, Lints, Role};
use report::Finding;
use standby::Calls;
use std::cell::Cell;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use stopwatch::Stopwatch;
use tokio::sync::oneshot;
use trouble::{Spoiled, Trouble};
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
/// the disk is full, there is no linker. [`Spoiled`] when another try may go well.
pub async fn with_check(
    kit: &Kit,
    job: Job<'_>,
    check: &str,
    calls: Calls,
    workplace: &Workplace,
    erring: impl Fn(&Diagnostic),
) -> Result<Built> {
    let built = build_with_check(kit, job, check, calls, workplace, erring).await;
    unless_overrun(built, workplace)
}

async fn build_with_check(
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
                Heard::Said(found) if found.level == Level::Error && !may_be_of_the_kit(found) => {
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
        let mut diagnostics = compiled?.diagnostics;
        judge_lints(&mut diagnostics, &lints);
        anyhow::Ok(diagnostics)
    };
    let checking = async {
        match begin.await {
            Ok(()) => {
                let whole = calls
                    .check
                    .finish(&text, |heard| until_written(form.is_written_as(), heard));
                let checked = job.watch.time("the check", whole).await;
                checked.map(Some).map_err(Overrun::in_silence)
            }
            Err(_) => Ok(None),
        }
    };
    let (warnings, checked) = tokio::join!(learning, checking);
    let build = Build {
        kit,
        job,
        workplace,
    };
    let warnings = match warnings {
        Ok(warnings) => warnings,
        Err(error) => return build.blamed(error).await,
    };
    if has_errors(&warnings) {
        return build.does_not_compile(warnings);
    }
    let checked = match checked.transpose().context("no check was compiled")? {
        Ok(checked) => checked,
        Err(error) => return build.blamed(error).await,
    };
    if has_errors(&checked.diagnostics) {
        build.does_not_compile(Vec::new())?;
        let asks = interface::asked_for(check);
        let findings = interface::mismatch(&asks, &checked.diagnostics, job.source);
        return Ok(Built::Mismatch { findings, warnings });
    }
    if let Some(linking) = &kit.linking {
        let linker = match calls.linker {
            Some(waiting) => waiting,
            None => Call::start(
                &plan::link(linking, job.relative(workplace.path())),
                job.root,
                Input::Given,
            )?,
        };
        // What it waits for is a script, and an empty line is one.
        let whole = linker.finish("\n", |_| ControlFlow::Continue(()));
        if job.watch.time("linking", whole).await.is_err() {
            build.must_be_sound().await?;
            return linked_by_rustc(kit, job, check, workplace, warnings).await;
        }
    }
    Ok(Built::Ready {
        program: workplace.path().join("check"),
        warnings,
    })
}

/// The check once more, against the learner's crate that was compiled just now, and linked by rustc: it knows
/// of libraries that the learner's file asks for, and says what cannot be linked. `warnings` are those of
/// before.
///
/// # Errors
/// As [`with_check`].
pub async fn linked_by_rustc(
    kit: &Kit,
    job: Job<'_>,
    check: &str,
    workplace: &Workplace,
    warnings: Vec<Diagnostic>,
) -> Result<Built> {
    let by_rustc = Kit {
        linking: None,
        ..kit.clone()
    };
    let form = Form::of(&by_rustc);
    let work = job.relative(workplace.path());
    let plan = plan::check(&by_rustc, work, Lines::for_check(check));
    let text = format!("{check}{}", form.epilogue(&by_rustc));
    let call = Call::start(&plan, job.root, Input::Given)?;
    let whole = call.finish(&text, |heard| until_written(form.is_written_as(), heard));
    match job.watch.time("linking once more", whole).await {
        Ok(_) => Ok(Built::Ready {
            program: workplace.path().join("check"),
            warnings,
        }),
        Err(error) => {
            let build = Build {
                kit,
                job,
                workplace,
            };
            build.blamed(error).await
        }
    }
}

/// What a build is made with.
#[derive(Clone, Copy)]
struct Build<'a> {
    kit: &'a Kit,
    job: Job<'a>,
    workplace: &'a Workplace,
}

impl Build<'_> {
    /// What comes of errors in `diagnostics`, unless what it was built with is to blame.
    fn does_not_compile(self, diagnostics: Vec<Diagnostic>) -> Result<Built> {
        must_be_there(self.workplace)?;
        if !self.kit.is_whole() {
            bail!(Spoiled::Kit("files were changed or removed".into()));
        }
        Ok(Built::DoesNotCompile(diagnostics))
    }

    /// What comes of a call that failed and blames no line: it is the learner's doing if nothing else is to
    /// blame, and a program that is right can be built.
    async fn blamed(self, error: anyhow::Error) -> Result<Built> {
        let trouble: Trouble = error.downcast()?;
        self.does_not_compile(Vec::new())?;
        let folder = self.workplace.path();
        if let Some(words) = trouble.of_the_machine(folder) {
            bail!(words);
        }
        self.must_be_sound().await?;
        if !self.builds_what_is_right().await {
            return Err(anyhow!(trouble));
        }
        Ok(Built::DoesNotCompile(vec![
            trouble.diagnostic(self.job.source),
        ]))
    }

    async fn must_be_sound(self) -> Result<()> {
        if !self.kit.is_sound().await {
            bail!(Spoiled::Kit("files were changed".into()));
        }
        Ok(())
    }

    async fn builds_what_is_right(self) -> bool {
        let folder = self.workplace.path().join("right");
        let source = folder.join("right.rs");
        let lints = Lints {
            every_warning: false,
            denied: Vec::new(),
        };
        let build = async {
            fs::create_dir_all(&folder)?;
            fs::write(&source, "fn main() {}\n")?;
            let (source, folder) = (self.job.relative(&source), self.job.relative(&folder));
            let plan = plan::alone(self.kit, source, folder, Role::Main, &lints);
            let call = Call::start(&plan, self.job.root, Input::Nothing)?;
            call.finish("", |_| ControlFlow::Continue(())).await
        };
        build
            .await
            .is_ok_and(|compiled| !has_errors(&compiled.diagnostics))
    }
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
    let built = build_alone(kit, job, role, workplace).await;
    unless_overrun(built, workplace)
}

async fn build_alone(kit: &Kit, job: Job<'_>, role: Role, workplace: &Workplace) -> Result<Built> {
    let lints = job.lints();
    workplace.forget_what_was_read();
    let work = job.relative(workplace.path());
    let plan = plan::alone(kit, job.source, work, role, &lints);
    let program = workplace.path().join(role.file_name());
    let call = Call::start(&plan, job.root, Input::Nothing)?;
    let whole = call.finish("", |heard| until_written("link", heard));
    let compiled = job.watch.time("your file, whole", whole).await;
    let build = Build {
        kit,
        job,
        workplace,
    };
    let mut diagnostics = match compiled {
        Ok(compiled) => compiled.diagnostics,
        Err(error) => return build.blamed(error).await,
    };
    judge_lints(&mut diagnostics, &lints);
    if has_errors(&diagnostics) {
        return build.does_not_compile(diagnostics);
    }
    Ok(Built::Ready {
        program,
        warnings: diagnostics,
    })
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

/// A compiler or linker that used more than it may was asked for too much by the learner's file.
fn unless_overrun(built: Result<Built>, workplace: &Workplace) -> Result<Built> {
    built.or_else(|error| overran(error, workplace).map(Built::DoesNotCompile))
}

/// What is told of a compiler or linker that used more than it may.
///
/// # Errors
/// The `error` itself when it is another.
fn overran(error: anyhow::Error, workplace: &Workplace) -> Result<Vec<Diagnostic>> {
    let overrun: Overrun = error.downcast()?;
    // It depends on how busy the machine is, too.
    workplace.forget_what_was_read();
    Ok(overrun.into_diagnostics())
}

/// A compiler may also say so of a file whose folder was removed.
fn must_be_there(workplace: &Workplace) -> Result<()> {
    match workplace.path().is_dir() {
        true => Ok(()),
        false => bail!(Spoiled::Workplace(workplace.path().to_owned())),
    }
}

impl Job<'_> {
    /// `path` as the compilers are given it. They run in the root, so a path from there will do: what
    /// the folders above are called, commas and all, then never is a part of an argument.
    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(self.root).unwrap_or(path)
    }

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
/// When neither is known, or cargo and the linker cannot work there.
pub fn cache_dir() -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    if let Some(dir) = std::env::var_os("ASYNCLINGS_CACHE").filter(|dir| !dir.is_empty()) {
        return usable(PathBuf::from(dir));
    }
    match etcetera::choose_base_strategy() {
        Ok(base) => usable(base.cache_dir().join("asynclings")),
        Err(_) => bail!(
            "there is no home folder to keep the compiled dependencies in\n\
             Name a folder for them: ASYNCLINGS_CACHE=/some/folder asynclings"
        ),
    }
}

/// Itself, unless its path has what cargo or a linker stumbles over: `:` separates paths where cargo
/// names many, and `%` stands for random letters where lld names a file.
fn usable(dir: PathBuf) -> Result<PathBuf> {
    let refused = match dir.to_str() {
        Some(text) => text.chars().find(|c| matches!(c, ':' | '%')),
        None => Some(char::REPLACEMENT_CHARACTER),
    };
    match refused {
        None => Ok(dir),
        Some(character) => bail!(
            "the dependencies of the exercises cannot be compiled in {}, since its path has a `{character}`\n\
             Name another folder for them: ASYNCLINGS_CACHE=/some/folder asynclings",
            dir.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{inputs_in, usable};
    use std::path::Path;

    #[test]
    fn a_cache_where_cargo_or_a_linker_would_fail_is_refused_with_what_to_do() {
        for path in ["/c/a b", "/c/a,b", "/c/k=v", "/c/it's", "/c/\u{fc}", "-c"] {
            assert!(usable(path.into()).is_ok(), "{path}");
        }
        for path in ["/c:d", "/50%"] {
            let refused = usable(path.into()).unwrap_err().to_string();
            assert!(refused.contains("ASYNCLINGS_CACHE="), "{refused}");
        }
    }

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
