//! One attempt: build, judge, outcome. The product in one function.

pub mod choice;
pub mod comparison;
pub mod notes;
mod own_package;
pub mod preparation;
pub mod sweep;
mod workshop;

use crate::build::standby::{Calls, Standby};
use crate::build::{self, Built, Job, kit::Kit, plan::Role};
use crate::build::{stopwatch::Stopwatch, tools::Tools, trouble::Spoiled, workplace::Workplace};
use crate::course::{Course, STATE_DIR};
use crate::exercise::{Exercise, Kind};
use crate::judge::start::{NoStart, no_start};
use crate::judge::{self, Limits, Ran, Reading, Request, reading};
use crate::verdict::{Diagnostic, Outcome, Printed, Timings, Verdict};
use anyhow::{Result, bail};
use report::Timeline;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A picture is not worth a longer wait.
const RECORDING: Duration = Duration::from_secs(3);

/// What a build was made with, where, and what notes the time it takes.
type With<'a> = (&'a Kit, &'a Workplace, &'a Stopwatch);
/// How long a program without a limit may run where nobody can stop it.
const UNATTENDED: Duration = Duration::from_secs(60);

/// What is to be attempted.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    /// The course that says what is right.
    pub course: &'a Course,
    /// The exercise it is judged as.
    pub exercise: &'a Exercise,
    /// The file that is judged: the exercise's own, or any other. From the course's root, or
    /// absolute.
    pub source: PathBuf,
    /// Where the inputs that vary come from.
    pub seed: u64,
    /// Whether timelines are wanted as well, after the verdict.
    pub timelines: bool,
    /// Nobody is there to stop by hand what has no limit of its own.
    pub unattended: bool,
}

/// What an attempt came to.
#[derive(Debug)]
pub enum Attempted {
    /// It does not compile: an error that is told as soon as the compiler has found it. Others may follow,
    /// and all of them are in the outcome.
    Erring(Diagnostic),
    /// It was judged.
    Judged(Box<Outcome>),
    /// There is nothing to judge; the sentence says why, and what to do.
    Nothing(String),
    /// What happened when, in each check of the attempt that was judged before.
    Drawn(Vec<Timeline>),
}

impl<'a> Attempt<'a> {
    /// The learner's own file of `exercise`.
    #[must_use]
    pub fn of(course: &'a Course, exercise: &'a Exercise) -> Self {
        Self {
            course,
            exercise,
            source: exercise.path(),
            seed: judge::fresh(),
            timelines: false,
            unattended: false,
        }
    }

    /// Builds and judges.
    ///
    /// # Errors
    /// When the course or the machine is broken: never for what the learner wrote. [`Spoiled`] when another
    /// try may go well: [`preparation::Preparation::with_kit`] makes it.
    pub async fn make(&self, tools: &Tools) -> Result<Attempted> {
        let mut attempted = Attempted::Nothing(String::new());
        self.make_often(tools, None, 1, |once| match once {
            Attempted::Drawn(_) | Attempted::Erring(_) => {}
            judged => attempted = judged,
        })
        .await?;
        Ok(attempted)
    }

    /// Starts what builds it, to wait for what there is to build.
    ///
    /// # Errors
    /// When a compiler cannot be started, or the folder cannot be written.
    pub fn stand_by(&self, tools: &Tools) -> Result<Standby> {
        let workplace = self.workplace()?;
        let watch = Stopwatch::default();
        let calls = match (self.exercise.kind, tools) {
            (Kind::Checked, Tools::Kit(kit)) => {
                let check = self.course.check(self.exercise)?.unwrap_or_default();
                Some(Calls::start(kit, self.job(&watch), &check, &workplace)?)
            }
            _ => None,
        };
        Ok(Standby { workplace, calls })
    }

    /// Builds once, with what stands by for this attempt if something does, judges so many `times`,
    /// each with inputs of its own, and hands over each result, and then the timelines where they are
    /// wanted. What cannot be run is handed over once.
    ///
    /// # Errors
    /// As [`Attempt::make`].
    pub async fn make_often(
        &self,
        tools: &Tools,
        standby: Option<Standby>,
        times: usize,
        each: impl FnMut(Attempted),
    ) -> Result<()> {
        let each = RefCell::new(each);
        let each = |attempted| (each.borrow_mut())(attempted);
        let watch = Stopwatch::default();
        let missing = match self.source == self.exercise.path() {
            true => self.course.is_missing(self.exercise),
            false => None,
        };
        let trouble = || self.course.trouble_with(&self.source, self.exercise);
        if let Some(why) = missing.or_else(trouble) {
            each(Attempted::Nothing(why));
            return Ok(());
        }
        let standby = match standby.and_then(Standby::if_waiting) {
            Some(standby) => standby,
            None => self.stand_by(tools)?,
        };
        let Standby { workplace, calls } = standby;
        let kit = match tools {
            Tools::Kit(kit) => kit,
            Tools::Package(package) => {
                each(self.make_in_package(package, &workplace, &watch).await?);
                return Ok(());
            }
            Tools::Workshop(workshop) => {
                each(self.make_in_workshop(workshop, &watch).await?);
                return Ok(());
            }
        };
        let erring = |error: &Diagnostic| each(Attempted::Erring(error.clone()));
        let built = match calls {
            Some(calls) => {
                let check = self.course.check(self.exercise)?.unwrap_or_default();
                let job = self.job(&watch);
                build::with_check(kit, job, &check, calls, &workplace, erring).await?
            }
            None => self.build_alone(kit, &workplace, &watch).await?,
        };
        let build = watch.elapsed();
        let inputs = build::inputs(&workplace);
        let hand_over = |mut outcome: Outcome| {
            outcome.inputs.clone_from(&inputs);
            outcome.timings.phases = watch.phases();
            outcome.timings.build = build;
            outcome.timings.total = build + outcome.timings.run;
            each(Attempted::Judged(Box::new(outcome)));
        };
        match built {
            Built::DoesNotCompile(diagnostics) => {
                hand_over(Outcome::with(Verdict::DoesNotCompile, diagnostics));
            }
            Built::Mismatch { findings, warnings } => {
                let mut outcome = Outcome::with(Verdict::InterfaceMismatch, warnings);
                outcome.findings = findings;
                hand_over(outcome);
            }
            Built::Ready { program, warnings } if self.exercise.kind == Kind::SelfTested => {
                let with = (&**kit, &workplace, &watch);
                let tested = self.judge(with, &program, warnings, self.seed).await?;
                hand_over(match tested.verdict {
                    // As in every course of that format, its `main` must succeed as well.
                    Verdict::Passed => self.judge_main(with).await?,
                    _ => tested,
                });
            }
            Built::Ready { program, warnings } => {
                for turn in 0..times as u64 {
                    let seed = self.seed.wrapping_add(turn);
                    let with = (&**kit, &workplace, &watch);
                    hand_over(self.judge(with, &program, warnings.clone(), seed).await?);
                }
                if self.timelines && self.exercise.kind == Kind::Checked {
                    each(Attempted::Drawn(self.record(&program).await?));
                }
            }
        }
        Ok(())
    }

    /// What the file's `main` prints, for the learner to see, after an attempt that has `printed` this, and why
    /// it was stopped if it was; none when it cannot be built.
    ///
    /// # Errors
    /// As [`Attempt::make`].
    pub async fn show_main_after(
        &self,
        tools: &Tools,
        printed: Printed,
    ) -> Result<Option<Printed>> {
        match self.exercise.kind {
            Kind::Checked => self.show_main(tools).await,
            // It belongs to the attempt, and has been run.
            _ => Ok(Some(printed)),
        }
    }

    /// What the file's `main` prints when it is run now; none when it cannot be built, or is not built with a
    /// kit.
    ///
    /// # Errors
    /// As [`Attempt::make`].
    pub async fn show_main(&self, tools: &Tools) -> Result<Option<Printed>> {
        let Tools::Kit(kit) = tools else {
            return Ok(None);
        };
        let workplace = self.workplace()?;
        let watch = Stopwatch::default();
        let built = build::alone(kit, self.job(&watch), Role::Main, &workplace).await?;
        let Built::Ready { program, .. } = built else {
            return Ok(None);
        };
        let limits = self.limits();
        let ran = judge::alone(&program, &self.course.root, limits).await?;
        let mut printed = ran.printed;
        if let Some(why) = ran.ending.why_stopped(limits) {
            printed.add(&format!("Stopped: {why}."));
        }
        Ok(Some(printed))
    }

    async fn build_alone(
        &self,
        kit: &Kit,
        workplace: &Workplace,
        watch: &Stopwatch,
    ) -> Result<Built> {
        let role = match self.exercise.kind {
            Kind::SelfTested => Role::Tests,
            _ => Role::Main,
        };
        build::alone(kit, self.job(watch), role, workplace).await
    }

    /// Runs the program and reads what became of it. Of one that did not come to its start, the reason is
    /// looked for first: the kit, or a library that only rustc links.
    async fn judge(
        &self,
        with: With<'_>,
        program: &Path,
        warnings: Vec<Diagnostic>,
        seed: u64,
    ) -> Result<Outcome> {
        let (kit, workplace, watch) = with;
        let ran = self.run(workplace, program, seed, watch).await?;
        let Some(why) = no_start(&ran) else {
            return Ok(self.outcome(ran, warnings));
        };
        if !kit.is_sound().await {
            bail!(Spoiled::Kit(
                "a program could not be started with them".into()
            ));
        }
        if why != NoStart::Unresolved || self.exercise.kind != Kind::Checked {
            return Ok(self.outcome(ran, warnings));
        }
        let check = self.course.check(self.exercise)?.unwrap_or_default();
        let job = self.job(watch);
        match build::linked_by_rustc(kit, job, &check, workplace, warnings).await? {
            Built::Ready { program, warnings } => {
                let ran = self.run(workplace, &program, seed, watch).await?;
                Ok(self.outcome(ran, warnings))
            }
            Built::DoesNotCompile(diagnostics)
            | Built::Mismatch {
                warnings: diagnostics,
                ..
            } => Ok(Outcome::with(Verdict::DoesNotCompile, diagnostics)),
        }
    }

    async fn run(
        &self,
        workplace: &Workplace,
        program: &Path,
        seed: u64,
        watch: &Stopwatch,
    ) -> Result<Ran> {
        let (root, limits) = (&self.course.root, self.limits());
        let ran = match self.exercise.kind {
            Kind::Checked => {
                let request = Request {
                    seed,
                    timelines: false,
                    watched: true,
                };
                let run = judge::check(program, root, &self.source, request, limits);
                watch.time("running", run).await
            }
            _ => {
                let run = judge::alone(program, root, limits);
                watch.time("running", run).await
            }
        };
        match ran {
            Err(_) if !program.is_file() => {
                bail!(Spoiled::Workplace(workplace.path().to_owned()))
            }
            ran => ran,
        }
    }

    fn outcome(&self, ran: Ran, warnings: Vec<Diagnostic>) -> Outcome {
        let limit = self.limits().time;
        let Reading {
            mut verdict,
            checks,
            findings,
        } = match self.exercise.kind {
            Kind::Checked => reading::of_check(&ran, limit),
            _ => reading::of_alone(&ran, limit),
        };
        if verdict == Verdict::Passed && warnings.iter().any(|warning| warning.denied) {
            verdict = Verdict::LintDenied;
        }
        Outcome {
            verdict,
            checks,
            findings,
            diagnostics: warnings,
            printed: ran.printed,
            timings: Timings {
                run: ran.took,
                ..Timings::default()
            },
            inputs: None,
        }
    }

    /// Runs the program once more, for its timelines only.
    async fn record(&self, program: &Path) -> Result<Vec<Timeline>> {
        let request = Request {
            seed: self.seed,
            timelines: true,
            watched: true,
        };
        let limits = Limits::of_time(self.exercise.time_limit.min(RECORDING));
        let root = &self.course.root;
        let ran = judge::check(program, root, &self.source, request, limits).await?;
        Ok(ran.timelines())
    }

    async fn judge_main(&self, with: With<'_>) -> Result<Outcome> {
        let (kit, workplace, watch) = with;
        match build::alone(kit, self.job(watch), Role::Main, workplace).await? {
            Built::Ready { program, warnings } => {
                self.judge(with, &program, warnings, self.seed).await
            }
            Built::DoesNotCompile(diagnostics)
            | Built::Mismatch {
                warnings: diagnostics,
                ..
            } => Ok(Outcome::with(Verdict::DoesNotCompile, diagnostics)),
        }
    }

    fn job<'w>(&'w self, watch: &'w Stopwatch) -> Job<'w> {
        Job {
            root: &self.course.root,
            source: &self.source,
            strict: self.exercise.strict,
            ours: self.exercise.ours,
            deny: &self.exercise.deny,
            watch,
        }
    }

    fn limits(&self) -> Limits {
        match (self.exercise.ours, self.unattended) {
            (true, _) => Limits::of_time(self.exercise.time_limit),
            (false, false) => Limits::none(),
            (false, true) => Limits {
                time: UNATTENDED,
                ..Limits::none()
            },
        }
    }

    fn workplace(&self) -> Result<Workplace> {
        let root = self.course.root.join(STATE_DIR).join("build");
        Workplace::claim(&root, &self.exercise.name)
    }
}
