//! The runs that the watcher starts: each is a future that tells what comes of it, and ends, or is
//! dropped.

use super::event::{Event, Number, Run};
use super::frame::COMPARED;
use super::{Teller, Work};
use crate::attempt::comparison::{self, Bench};
use crate::attempt::preparation::{Preparation, ahead_in_words, in_words};
use crate::attempt::sweep::sweep;
use crate::attempt::{Attempt, Attempted};
use crate::build::cargo::{Progress, Urgency};
use crate::build::standby::Standby;
use crate::build::tools::Tools;
use crate::course::{Course, STATE_DIR};
use crate::exit_code::told;
use crate::screen::comparison::lines;
use crate::screen::terminal::Terminal;
use crate::timelines::keep;
use crate::verdict::{Outcome, Printed, Verdict};
use anyhow::Result;
use std::cell::Cell;
use std::rc::Rc;

/// What runs are made from.
#[derive(Clone)]
pub(super) struct Runs<'a> {
    course: &'a Course,
    preparation: &'a Preparation,
    teller: Teller,
    standby: Rc<Cell<Option<Waiting>>>,
}

/// What waits for the next save of an exercise.
struct Waiting {
    exercise: Number,
    /// What it was started with.
    tools: Tools,
    standby: Standby,
}

impl<'a> Runs<'a> {
    pub(super) fn new(course: &'a Course, preparation: &'a Preparation, teller: Teller) -> Self {
        Self {
            course,
            preparation,
            teller,
            standby: Rc::default(),
        }
    }

    /// Makes the kit of the exercise at hand, whatever becomes of the runs that wait for it, and then,
    /// while the learner works, those of the other chapters.
    pub(super) async fn prepare(&self, first: Number) {
        // The run that waits for it tries again, and tells what is wrong as its own result.
        let _failed = self.kit(first, Urgency::Now).await;
        let all = self.course.exercises.len();
        for later in (first + 1..all).chain(0..first) {
            // Whoever comes there is told what is wrong.
            let _not_yet = self.kit(later, Urgency::Later).await;
        }
        let phrase = String::new();
        self.teller.say(Event::Ahead { phrase });
    }

    /// The kit of an exercise, as soon as it is there. When making it failed, it is tried again.
    async fn kit(&self, exercise: Number, urgency: Urgency) -> Result<()> {
        let tell = |progress| self.tell(exercise, urgency, &progress);
        let needs_it = &self.course.exercises[exercise];
        self.preparation.kit(needs_it, urgency, &tell).await?;
        Ok(())
    }

    /// Tells how far the kit of `exercise` is.
    fn tell(&self, exercise: Number, urgency: Urgency, progress: &Progress) {
        let sentence = in_words(progress, Terminal::size().0);
        if let Progress::Again(_) = progress {
            // It stays to be read when the kit is made.
            self.teller.say(Event::Notice(sentence.clone()));
        }
        self.teller.say(Event::Preparing { exercise, sentence });
        if urgency == Urgency::Later {
            let phrase = ahead_in_words(progress);
            self.teller.say(Event::Ahead { phrase });
        }
    }

    /// What waits for a save of `exercise` with `tools`; what waits for another one, or has begun to read one
    /// that is gone, need not any longer.
    fn standby_for(&self, exercise: Number, tools: &Tools) -> Option<Standby> {
        let waiting = self.standby.take()?;
        let is_for_it = waiting.exercise == exercise && waiting.tools.are(tools);
        is_for_it.then_some(waiting.standby)
    }

    /// Judges exercise `number`, keeps its timelines, and shows what its `main` prints.
    pub(super) fn attempt(&self, run: Run, number: Number) -> Work<'a> {
        let runs = self.clone();
        Box::pin(async move {
            let course = runs.course;
            let say = |event| runs.teller.say(event);
            let exercise = &course.exercises[number];
            let mut attempt = Attempt::of(course, exercise);
            attempt.timelines = true;
            let work = async |tools: Tools| {
                let standby = runs.standby_for(number, &tools);
                let (mut is_built, mut passed, mut timelines) = (false, false, Vec::new());
                let mut printed = Printed::default();
                attempt
                    .make_often(&tools, standby, 1, |attempted| match attempted {
                        Attempted::Judged(outcome) => {
                            passed = outcome.passed();
                            printed.clone_from(&outcome.printed);
                            is_built = !outcome.checks.is_empty() || passed;
                            say(Event::Judged { run, outcome });
                        }
                        Attempted::Erring(error) => {
                            let outcome = Outcome::with(Verdict::DoesNotCompile, vec![error]);
                            let outcome = Box::new(outcome);
                            say(Event::Erring { run, outcome });
                        }
                        Attempted::Drawn(drawn) => timelines = drawn,
                        Attempted::Nothing(why) => say(Event::Nothing { run, why }),
                    })
                    .await?;
                // What keeps it from starting is told by the next attempt.
                let standby = attempt.stand_by(&tools).ok();
                let waiting = standby.map(|standby| Waiting {
                    exercise: number,
                    tools: tools.clone(),
                    standby,
                });
                runs.standby.set(waiting);
                if is_built {
                    let dir = course.root.join(STATE_DIR);
                    // Without a picture the attempt is whole; its `main` is still to be seen.
                    if let Err(error) = keep(&dir, &exercise.name, timelines, passed) {
                        say(Event::Notice(told(&error)));
                    }
                    if let Some(printed) = attempt.show_main_after(&tools, printed).await? {
                        say(Event::Printed { run, printed });
                    }
                }
                anyhow::Ok(())
            };
            let tell = |progress| runs.tell(number, Urgency::Now, &progress);
            let attempted = runs.preparation.with_kit(exercise, &tell, work);
            if let Err(error) = attempted.await {
                let why = told(&error);
                say(Event::Nothing { run, why });
            }
        })
    }

    /// Compares the runtimes on this machine.
    pub(super) fn compare(&self, run: Run) -> Work<'a> {
        let (preparation, teller) = (self.preparation, self.teller.clone());
        Box::pin(async move {
            let (title, text) = match compared(run, preparation, &teller).await {
                Ok(text) => (COMPARED.to_owned(), text),
                Err(error) => ("Nothing could be compared".to_owned(), told(&error)),
            };
            teller.say(Event::Compared { run, title, text });
        })
    }

    /// Judges all exercises.
    pub(super) fn sweep(&self, run: Run) -> Work<'a> {
        let runs = self.clone();
        Box::pin(async move {
            let course = runs.course;
            let say = |event| runs.teller.say(event);
            let swept = async {
                let all: Vec<_> = course.exercises.iter().collect();
                let mut exercise = 0;
                sweep(course, &all, runs.preparation, |_, swept| {
                    let passed = swept.passed();
                    say(Event::Swept {
                        run,
                        exercise,
                        passed,
                    });
                    exercise += 1;
                    Ok(())
                })
                .await
            };
            match swept.await {
                Ok(()) => say(Event::SweepOver { run }),
                Err(error) => {
                    let why = told(&error);
                    say(Event::Trouble { run, why });
                }
            }
        })
    }
}

/// Compares the runtimes as `run`, and lays out what comes of it.
async fn compared(run: Run, preparation: &Preparation, teller: &Teller) -> Result<String> {
    let bench = Bench::with(preparation.toolchain().clone())?;
    let tell = |stage| {
        let sentence = comparison::in_words(&stage, Terminal::size().0);
        teller.say(Event::Comparing { run, sentence });
    };
    let comparison = bench.compare(&tell).await?;
    Ok(lines(&comparison, Terminal::size().0).join("\n"))
}
