//! What the compiler alone takes for an exercise and its tests, with the same kit, the same linker
//! and nothing around it: no watcher, no screen, no lints.
//!
//! There are two such floors. The one takes the learner's file and our check as two modules of one
//! crate. The other takes the file with inline tests as rustlings has it, without a probe; it is
//! linked with the test harness of the standard library instead.

use super::contender::{Contenders, Kind};
use super::folder::{Folder, write};
use anyhow::{Context, Result, bail};
use asynclings::build::compiler::{Call, Input};
use asynclings::build::kit::{Kit, Recipe, Sources};
use asynclings::build::plan::{self, Form, Lines, Lints, Plan, Role};
use asynclings::build::toolchain::Toolchain;
use asynclings::course::{Course, kit_sources};
use asynclings::judge::reading::{of_alone, of_check};
use asynclings::judge::{self, Limits, Ran, Reading, Request};
use asynclings::verdict::{Level, Verdict};
use std::ffi::OsString;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// Nothing here comes near it.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    memory: 1 << 30,
    output: 8 << 20,
    processes: 256,
};

/// The bare compiler, at the first exercise of a folder.
pub(crate) struct Floor<'a> {
    kit: Kit,
    ours: &'a Folder,
    theirs: &'a Folder,
    work: PathBuf,
    runtime: Runtime,
}

impl<'a> Floor<'a> {
    /// With the kit that the watcher in `ours` has made.
    pub(crate) fn new(
        contenders: &Contenders,
        ours: &'a Folder,
        theirs: &'a Folder,
    ) -> Result<Self> {
        let work = contenders.root.join("floor");
        fs::create_dir_all(&work)?;
        Ok(Self {
            // Linked by the compiler, as everybody's programs are.
            kit: Kit {
                linking: None,
                ..kit(&ours.root, &contenders.cache())?
            },
            ours,
            theirs,
            work,
            runtime: Builder::new_current_thread().enable_all().build()?,
        })
    }

    /// The exercise as a module beside our check: compiled, linked and run.
    pub(crate) fn with_check(&self, kind: Kind, version: usize) -> Result<Duration> {
        let source = self.work.join("exercise.rs");
        write(&source, &self.ours.content(0, kind, version)?)?;
        let mut plan = plan::check(&self.kit, &self.work, Lines::Told);
        drop_exercise(&mut plan.arguments);
        let text = format!(
            "{}\n#[allow(dead_code)]\n#[path = {source:?}]\nmod exercise;\n{}",
            self.ours.check(0),
            Form::Program.epilogue(&self.kit)
        );
        self.runtime.block_on(async {
            let began = Instant::now();
            let verdict = match self.compiles(&plan, &text).await? {
                false => Verdict::DoesNotCompile,
                true => {
                    let request = Request {
                        seed: version as u64,
                        timelines: false,
                        watched: true,
                    };
                    let program = self.work.join("check");
                    let ran = judge::check(&program, &self.work, &source, request, LIMITS).await?;
                    told(&ran, of_check)
                }
            };
            expect(verdict, kind)?;
            Ok(began.elapsed())
        })
    }

    /// The exercise with its tests inline: compiled, linked and run.
    pub(crate) fn with_inline_tests(&self, kind: Kind, version: usize) -> Result<Duration> {
        let lints = Lints {
            every_warning: false,
            denied: Vec::new(),
        };
        let mut plan = plan::alone(&self.kit, Path::new("-"), &self.work, Role::Tests, &lints);
        plan.compiler.clone_from(&self.kit.toolchain.rustc);
        // As checks are compiled: it makes less to compile.
        let less = ["-Cdebug-assertions=no", "-Coverflow-checks=yes"];
        plan.arguments.extend(less.map(OsString::from));
        if let Some(dylib) = &self.kit.dylib {
            let mut named = OsString::from(format!("{}=", self.kit.name));
            named.push(dylib);
            plan.arguments.extend(["--extern".into(), named]);
        }
        let text = self.theirs.content(0, kind, version)?;
        let text = format!("{text}{}", Form::Program.epilogue(&self.kit));
        self.runtime.block_on(async {
            let began = Instant::now();
            let verdict = match self.compiles(&plan, &text).await? {
                false => Verdict::DoesNotCompile,
                true => {
                    let program = self.work.join(Role::Tests.file_name());
                    told(&judge::alone(&program, &self.work, LIMITS).await?, of_alone)
                }
            };
            expect(verdict, kind)?;
            Ok(began.elapsed())
        })
    }

    async fn compiles(&self, plan: &Plan, text: &str) -> Result<bool> {
        let call = Call::start(plan, &self.work, Input::Given)?;
        let compiled = call.finish(text, |_| ControlFlow::Continue(())).await?;
        let mut levels = compiled.diagnostics.iter().map(|said| said.level);
        Ok(levels.all(|level| level != Level::Error))
    }
}

/// The kit of the course in `folder`, that an attempt has made in `cache`.
fn kit(folder: &Path, cache: &Path) -> Result<Kit> {
    let course = Course::find(folder)?;
    let sources = Sources {
        manifest: course.manifest()?,
        lock_file: course.lock_file()?,
        crates: kit_sources().collect(),
    };
    let first = course.exercises.first().context("the course is empty")?;
    let toolchain = Toolchain::detect(folder)?;
    Recipe::new(toolchain, sources, first.chapter(), folder, cache)?
        .made()
        .context("the watcher has compiled its dependencies with another toolchain than `rustc`")
}

/// The learner's file is no crate of its own here.
fn drop_exercise(arguments: &mut Vec<OsString>) {
    let value = |argument: &OsString| argument.to_string_lossy().starts_with("exercise=");
    if let Some(at) = arguments.iter().position(value) {
        arguments.drain(at - 1..=at);
    }
}

fn told(ran: &Ran, read: fn(&Ran, Duration) -> Reading) -> Verdict {
    read(ran, LIMITS.time).verdict
}

/// What does not do the same work is no floor.
fn expect(verdict: Verdict, kind: Kind) -> Result<()> {
    let expected = match kind {
        Kind::Pass => Verdict::Passed,
        Kind::Fail => Verdict::Failed,
        Kind::Error => Verdict::DoesNotCompile,
    };
    if verdict != expected {
        bail!("the bare compiler's {} came to {verdict}", kind.in_words());
    }
    Ok(())
}
