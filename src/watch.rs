//! The door that opens by default: the watcher.
//!
//! Deciding is in [`state`] and is pure; here the effects are carried out. One loop receives
//! every event. The current run is a future in one slot: to cancel it is to drop it, which kills
//! whatever it started.

pub mod action;
pub mod chooser;
pub mod event;
mod face;
pub mod frame;
mod runs;
mod saves;
pub mod state;
pub mod view;

use crate::attempt::choice::next;
use crate::attempt::preparation::Preparation;
use crate::course::{Course, STATE_DIR};
use crate::exercise::Exercise;
use crate::exit_code::{Exit, WrongUsage, told};
use crate::progress::{Progress, Store, WatchClaim};
use crate::screen::code::Language;
use crate::screen::original::{original, our_solution, python_original, starter, titled};
use crate::screen::paint::paragraphs;
use crate::screen::terminal::Terminal;
use crate::screen::timeline::shown;
use crate::timelines::kept;
use anyhow::{Result, anyhow};
use event::{Effect, Event, Number};
use face::Face;
use futures_util::{FutureExt, StreamExt};
use runs::Runs;
use saves::{Saves, content_of};
use state::{Entry, State};
use std::future::{Future, pending};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::Command;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How to watch.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Look for saves instead of being told.
    pub poll: bool,
    /// Judge only when asked.
    pub manual: bool,
}

/// Watches until the learner ends it.
///
/// # Errors
/// When another watcher is open here, or the course or the machine is broken.
pub async fn watch(course: &Course, options: Options) -> Result<Exit> {
    let store = Store::in_dir(&course.root.join(STATE_DIR))?;
    let _claim: WatchClaim = store.claim_watch()?.ok_or_else(|| {
        anyhow!(WrongUsage(format!(
            "another asynclings is already watching {}\n\
             Go on there, or end it first with q.",
            course.root.display()
        )))
    })?;
    let preparation = Preparation::of(course)?;
    let (sender, receiver) = unbounded_channel();
    let teller = Teller(sender.clone());
    let saves = Saves::watch(&course.root.join("exercises"), options.poll, move |path| {
        let _ended = sender.send(Heard::Touched(path));
    })?;
    let opened = store.open()?;
    let mut notices: Vec<String> = Vec::new();
    notices.extend(opened.kept_aside.as_deref().map(kept_aside));
    notices.extend(preparation.notices().iter().cloned());
    if let Some(why) = &saves.looks_because {
        notices.push(format!("Looking for saves four times a second, {why}."));
    }
    let mut watcher = Watcher {
        course,
        store,
        state: first_state(course, &opened.progress, options),
        teller,
        receiver,
        face: Face::new()?,
    };
    watcher.greet(&opened.progress, &notices)?;
    watcher.live(&preparation).await
}

fn first_state(course: &Course, progress: &Progress, options: Options) -> State {
    let first = next(course, progress);
    let current = course
        .exercises
        .iter()
        .position(|exercise| exercise.name == first.name);
    let entries = course.exercises.iter().map(|exercise| Entry {
        name: exercise.name.clone(),
        chapter: exercise.chapter().to_owned(),
        title: course.title(exercise),
        is_done: progress.has(exercise),
        hints: exercise.hints.len(),
        afterwards: exercise.afterwards,
    });
    State::new(entries.collect(), current.unwrap_or(0), options.manual)
}

/// What to tell about progress that could not be read.
fn kept_aside(aside: &Path) -> String {
    format!(
        "Your progress could not be read and is kept as {}. Press c: what passes is noted again.",
        aside.display()
    )
}

/// What reaches the loop from outside it.
enum Heard {
    /// Something happened that the state decides about.
    Event(Event),
    /// A file was written; what it means is found out by looking at it.
    Touched(PathBuf),
}

/// Tells the loop what happened.
#[derive(Clone)]
struct Teller(UnboundedSender<Heard>);

impl Teller {
    /// A loop that has ended wants to know nothing more.
    fn say(&self, event: Event) {
        let _ended = self.0.send(Heard::Event(event));
    }
}

/// A run: it ends, or it is dropped.
type Work<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Carries out what the state decides.
struct Watcher<'a> {
    course: &'a Course,
    store: Store,
    state: State,
    teller: Teller,
    receiver: UnboundedReceiver<Heard>,
    face: Face,
}

impl Watcher<'_> {
    /// The welcome at the first start, and what the learner should know at any start.
    fn greet(&mut self, progress: &Progress, notices: &[String]) -> Result<()> {
        if !progress.welcomed && !self.course.welcome.trim().is_empty() {
            self.note(|progress| progress.welcomed = true)?;
            let text = paragraphs(self.course.welcome.trim()).join("\n");
            if self.face.is_a_screen() {
                let title = "asynclings".into();
                self.say(Event::Text { title, text });
            } else {
                println!("{text}\n");
            }
        }
        if !notices.is_empty() {
            self.say(Event::Notice(notices.join("\n")));
        }
        Ok(())
    }

    fn say(&self, event: Event) {
        self.teller.say(event);
    }

    async fn live(mut self, preparation: &Preparation) -> Result<Exit> {
        let runs = Runs::new(self.course, preparation, self.teller.clone());
        let mut prepare: Work<'_> = Box::pin(runs.prepare(self.state.current));
        let mut work: Option<Work<'_>> = None;
        let mut is_prepared = false;
        let mut ending = std::pin::pin!(asked_to_end());
        let mut effects = self.state.begin();
        loop {
            for effect in effects {
                match effect {
                    Effect::Cancel(_) => work = None,
                    Effect::Start { run, exercise } => work = Some(runs.attempt(run, exercise)),
                    Effect::Sweep { run } => work = Some(runs.sweep(run)),
                    Effect::Compare { run } => work = Some(runs.compare(run)),
                    Effect::Quit => {
                        drop(work);
                        self.face.leave();
                        return Ok(Exit::Passed);
                    }
                    effect => self.carry_out(effect),
                }
            }
            let event = tokio::select! {
                biased;
                event = self.face.input() => event,
                () = &mut ending => Some(Event::Ended),
                heard = self.receiver.recv() => self.understand(heard),
                // Before the work, so that it is this which makes a kit: it is never cancelled.
                () = &mut prepare, if !is_prepared => { is_prepared = true; None }
                () = working(&mut work) => { work = None; None }
            };
            effects = match event {
                Some(event) => self.state.on(event),
                None => Vec::new(),
            };
        }
    }

    /// What a file event means, if it is about an exercise.
    fn understand(&self, heard: Option<Heard>) -> Option<Event> {
        match heard? {
            // Where there is no screen, only what comes of something is worth a line.
            Heard::Event(Event::Ahead { .. }) if !self.face.is_a_screen() => None,
            Heard::Event(event) => Some(event),
            Heard::Touched(path) => {
                let exercise = self.course.exercise_at(&path)?;
                let content = content_of(&path);
                Some(Event::Saved { exercise, content })
            }
        }
    }

    /// All effects but those on runs. What goes wrong is told, and the watcher goes on.
    fn carry_out(&mut self, effect: Effect) {
        let done = match effect {
            // Where nothing can be shown any more, nobody is there to be told.
            Effect::Draw if self.draw().is_err() => {
                self.say(Event::Ended);
                Ok(())
            }
            Effect::Draw => Ok(()),
            Effect::Persist(exercise) => self.persist(exercise),
            Effect::Remember(exercise) => {
                let name = self.course.exercises[exercise].name.clone();
                self.note(|progress| progress.current = Some(name))
            }
            Effect::Reset(exercise) => self.reset(exercise),
            Effect::Edit(exercise) => self.edit(exercise),
            Effect::FetchOriginal(exercise) => {
                let text = self.original(&self.course.exercises[exercise]);
                text.map(|text| self.offer("From Python to Rust", text))
            }
            Effect::FetchTimeline(exercise) => {
                self.offer("What happened when", self.timeline(exercise));
                Ok(())
            }
            Effect::FetchSolution(exercise) => {
                let text = self.solution(&self.course.exercises[exercise]);
                text.map(|text| self.offer("Once it has passed", text))
            }
            Effect::Cancel(_)
            | Effect::Start { .. }
            | Effect::Sweep { .. }
            | Effect::Compare { .. }
            | Effect::Quit => Ok(()),
        };
        if let Err(error) = done {
            self.say(Event::Notice(told(&error)));
        }
    }

    fn draw(&mut self) -> Result<()> {
        self.face.show(&self.state, self.course)
    }

    /// Changes what is kept of the learner's progress.
    fn note(&self, change: impl FnOnce(&mut Progress)) -> Result<()> {
        if let Some(aside) = self.store.update(change)?.kept_aside {
            self.say(Event::Notice(kept_aside(&aside)));
        }
        Ok(())
    }

    fn persist(&self, exercise: Number) -> Result<()> {
        let exercise = &self.course.exercises[exercise];
        self.note(|progress| progress.pass(&exercise.name))?;
        self.course.hand_out_solution(exercise)?;
        Ok(())
    }

    fn reset(&self, number: Number) -> Result<()> {
        let exercise = &self.course.exercises[number];
        let backup = self.course.reset(exercise)?;
        self.note(|progress| progress.undo(exercise))?;
        let notice = match backup {
            Some(backup) => format!(
                "The starter is back. Your text is kept in {}",
                backup.display()
            ),
            None => "It was the starter already.".to_owned(),
        };
        self.say(Event::Restored {
            exercise: number,
            content: content_of(&self.course.root.join(exercise.path())),
            notice,
        });
        Ok(())
    }

    fn edit(&mut self, exercise: Number) -> Result<()> {
        let path = self
            .course
            .root
            .join(self.course.exercises[exercise].path());
        let editor = ["VISUAL", "EDITOR"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|editor| !editor.trim().is_empty());
        let Some(editor) = editor else {
            self.say(Event::Notice(
                "Neither $VISUAL nor $EDITOR names an editor.".into(),
            ));
            return Ok(());
        };
        let status = self.face.lend(|| {
            // The shell splits the variable's words, as git and others do.
            Command::new("sh")
                .args(["-c", &format!("{editor} \"$1\""), "sh"])
                .arg(&path)
                .status()
        })?;
        if !status.is_ok_and(|status| status.success()) {
            self.say(Event::Notice(format!("`{editor}` did not work.")));
        }
        Ok(())
    }

    /// The timelines of the last attempt; after a pass, with those of before beside them.
    fn timeline(&self, exercise: Number) -> Option<String> {
        let name = &self.course.exercises[exercise].name;
        let kept = kept(&self.course.root.join(STATE_DIR), name);
        let lines = shown(&kept, Terminal::size().0);
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// The Python original beside the starter, and what corresponds to what.
    fn original(&self, exercise: &Exercise) -> Result<Option<String>> {
        let Some(python) = self.course.original(exercise)? else {
            return Ok(None);
        };
        let rust = self.course.starter(exercise)?.unwrap_or_default();
        let (python, rust) = (python_original(&python), starter(&rust));
        let lines = original(python, rust, &exercise.corresponds, Terminal::size().0);
        Ok(Some(lines.join("\n")))
    }

    fn solution(&self, exercise: &Exercise) -> Result<Option<String>> {
        let solution = self.course.solution(exercise)?;
        let lines = solution.map(|code| {
            let program = our_solution(&code);
            titled(program, Language::Rust, Terminal::size().0)
        });
        Ok(lines.map(|lines| lines.join("\n")))
    }

    fn offer(&self, title: &str, text: Option<String>) {
        self.say(match text {
            Some(text) => Event::Text {
                title: title.to_owned(),
                text,
            },
            None => Event::Notice("This exercise has none.".into()),
        });
    }
}

/// Goes on with the run there is, or waits for ever.
async fn working(work: &mut Option<Work<'_>>) {
    match work {
        Some(work) => work.await,
        None => pending().await,
    }
}

/// Comes to an end when the system asks the program to.
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::interrupt(),
    ];
    let signals = kinds.into_iter().filter_map(|kind| signal(kind).ok());
    let mut waits: futures_util::stream::FuturesUnordered<_> = signals
        .map(|mut signal| async move { signal.recv().await }.boxed_local())
        .collect();
    match waits.next().await {
        Some(_) => (),
        None => pending().await,
    }
}
