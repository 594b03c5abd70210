//! The door that opens by default: the watcher.
//!
//! Deciding is in [`state`] and is pure; here the effects are carried out. One loop receives
//! every event. The current run is a future in one slot: to cancel it is to drop it, which kills
//! whatever it started.

pub mod action;
pub mod chooser;
mod editor;
pub mod effort;
pub mod event;
mod face;
mod folders;
pub mod frame;
mod home;
mod job;
mod layout;
pub mod page;
mod runs;
mod saves;
pub mod scroll;
pub mod state;
pub mod view;

use crate::attempt::choice::next;
use crate::attempt::preparation::Preparation;
use crate::course::{Course, STATE_DIR};
use crate::exercise::Exercise;
use crate::exit_code::{Exit, WrongUsage, told};
use crate::progress::{Progress, Store, WatchClaim};
use crate::screen::original::{
    compared, original, our_solution, python_original, starter, your_solution,
};
use crate::screen::paint::paragraphs;
use crate::screen::report::everything;
use crate::screen::terminal::Terminal;
use crate::screen::timeline::shown;
use crate::timelines::kept;
use anyhow::{Result, anyhow};
use editor::{Editor, how_to_choose};
use event::{Effect, Event, Number};
use face::Face;
use folders::looking;
use futures_util::{FutureExt, StreamExt};
use home::{Home, Whereabouts};
use runs::Runs;
use rustix::process::Pid;
use saves::{Saves, Told, content_of};
use state::{Entry, State};
use std::collections::VecDeque;
use std::fs;
use std::future::{Future, pending, ready};
use std::path::PathBuf;
use std::pin::Pin;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Sleep, interval, sleep};
use view::Phase;

/// How to watch.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Look for saves instead of being told.
    pub poll: bool,
    /// Judge only when asked.
    pub manual: bool,
}

/// Watches until the learner ends it, also where the folder of the course moves to. The learner is told
/// the `news` of the course.
///
/// # Errors
/// When another watcher is open here, or the course or the machine is broken.
pub async fn watch(course: &Course, options: Options, news: Option<String>) -> Result<Exit> {
    let mut arrival = Arrival {
        notices: news.into_iter().collect(),
        ..Arrival::default()
    };
    let mut moved: Option<Course> = None;
    loop {
        let left = watch_here(moved.as_ref().unwrap_or(course), options, arrival).await?;
        let Some((root, carried)) = left else {
            return Ok(Exit::Passed);
        };
        moved = Some(Course::find(&root)?);
        arrival = carried;
    }
}

/// What comes along when the course's folder has moved.
#[derive(Default)]
struct Arrival {
    face: Option<Face>,
    /// The exercise at hand.
    current: Option<String>,
    notices: Vec<String>,
}

/// Watches until the learner ends it (none), or the folder has moved: then where to, and what comes along.
async fn watch_here(
    course: &Course,
    options: Options,
    arrival: Arrival,
) -> Result<Option<(PathBuf, Arrival)>> {
    course.make_state_dir()?;
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
    let opened = store.open()?;
    let mut notices = arrival.notices;
    notices.extend(opened.complaint(NOTE_AGAIN));
    notices.extend(preparation.notices().iter().cloned());
    let mut watcher = Watcher {
        course,
        store,
        state: first_state(
            course,
            &opened.progress,
            options,
            arrival.current.as_deref(),
        ),
        teller: Teller(sender),
        receiver,
        home: Home::of(&course.root)?,
        saves: None,
        polls: options.poll,
        quiet: Alarm::default(),
        face: match arrival.face {
            Some(face) => face,
            None => Face::new()?,
        },
        answers: VecDeque::new(),
    };
    notices.extend(watcher.begin_to_watch()?);
    watcher.greet(&opened.progress, &notices)?;
    watcher.live(&preparation).await
}

fn first_state(
    course: &Course,
    progress: &Progress,
    options: Options,
    current: Option<&str>,
) -> State {
    let first = current.and_then(|name| course.exercise(name));
    let first = first.unwrap_or_else(|| next(course, progress));
    let current = course
        .exercises
        .iter()
        .position(|exercise| exercise.name == first.name);
    let exercises = course.exercises.iter();
    let entries = exercises.map(|exercise| Entry::of(course, exercise, progress.has(exercise)));
    State::new(entries.collect(), current.unwrap_or(0), options.manual)
}

/// What reaches the loop from outside it.
enum Heard {
    /// Something happened that the state decides about.
    Event(Event),
    /// Something happened to files; what it means is found out by looking at them.
    Told(Told),
    /// The editor that has the terminal may have stopped.
    EditorChanged(Pid),
    /// The editor that had the terminal has ended; the learner may have to know how.
    EditorEnded(Option<String>),
}

/// What to do when progress could not be read.
const NOTE_AGAIN: &str = "Press c: what passes is noted again.";

/// After this long without a change, files are quiet: what changes many writes them faster.
const QUIET_AFTER: Duration = Duration::from_millis(150);

/// How often a folder that is away is looked for.
const LOOK_FOR_IT_EVERY: Duration = Duration::from_millis(250);

/// Goes off once, some time after it was last set.
#[derive(Default)]
struct Alarm(Option<Pin<Box<Sleep>>>);

impl Alarm {
    fn set(&mut self, after: Duration) {
        self.0 = Some(Box::pin(sleep(after)));
    }

    async fn goes_off(&mut self) {
        match &mut self.0 {
            Some(sleep) => sleep.await,
            None => pending().await,
        }
        self.0 = None;
    }
}

/// Tells the loop what happened.
#[derive(Clone)]
struct Teller(UnboundedSender<Heard>);

impl Teller {
    fn say(&self, event: Event) {
        self.tell(Heard::Event(event));
    }

    /// A loop that has ended wants to know nothing more.
    fn tell(&self, heard: Heard) {
        let _ended = self.0.send(heard);
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
    home: Home,
    /// None while the exercises are away.
    saves: Option<Saves>,
    /// Look for saves instead of being told.
    polls: bool,
    /// Set by each change of a file.
    quiet: Alarm,
    face: Face,
    /// What was fetched for the learner. It is shown before the next key is read: a key that is meant for a
    /// page must not come before the page.
    answers: VecDeque<Event>,
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

    async fn live(mut self, preparation: &Preparation) -> Result<Option<(PathBuf, Arrival)>> {
        let runs = Runs::new(self.course, preparation, self.teller.clone());
        let mut prepare: Work<'_> = Box::pin(runs.prepare(self.state.current));
        let mut work: Option<Work<'_>> = None;
        let mut is_prepared = false;
        let mut is_unsettled = false;
        let mut look_for_it = interval(LOOK_FOR_IT_EVERY);
        let mut ending = std::pin::pin!(asked_to_end());
        let began = Instant::now();
        let mut effects = VecDeque::from(self.state.begin());
        loop {
            while let Some(effect) = effects.pop_front() {
                match effect {
                    Effect::Cancel(_) => work = None,
                    Effect::Start { run, exercise } => work = Some(runs.attempt(run, exercise)),
                    Effect::Sweep { run } => work = Some(runs.sweep(run)),
                    Effect::Compare { run } => work = Some(runs.compare(run)),
                    Effect::Persist(exercise) => {
                        let persisted = self.persist(exercise);
                        effects.extend(self.state.on(persisted));
                    }
                    Effect::Quit => {
                        drop(work);
                        self.face.leave();
                        return Ok(None);
                    }
                    effect => self.carry_out(effect),
                }
            }
            let is_away = self.saves.is_none();
            let event = match self.answers.pop_front() {
                Some(answer) => Some(answer),
                None => tokio::select! {
                    biased;
                    event = self.face.input() => event,
                    () = &mut ending => Some(Event::Ended),
                    heard = self.receiver.recv() => self.understand(heard, &mut is_unsettled),
                    // Once nothing more is heard: folders come and go in bursts.
                    () = ready(()), if is_unsettled => {
                        is_unsettled = false;
                        if let Some(root) = self.settle() {
                            drop(work);
                            return Ok(Some(self.move_to(root)));
                        }
                        None
                    }
                    // Before the work, so that it is this which makes a kit: it is never cancelled.
                    () = &mut prepare, if !is_prepared => { is_prepared = true; None }
                    () = working(&mut work) => { work = None; None }
                    () = self.quiet.goes_off() => Some(Event::Quiet),
                    _ = look_for_it.tick(), if is_away => { is_unsettled = true; None }
                },
            };
            self.state.tell_time(began.elapsed());
            if let Some(event) = event {
                effects.extend(self.state.on(event));
            }
        }
    }

    /// What was heard, as an event, if it is one.
    fn understand(&mut self, heard: Option<Heard>, is_unsettled: &mut bool) -> Option<Event> {
        match heard? {
            // Where there is no screen, only what comes of something is worth a line.
            Heard::Event(Event::Ahead { .. }) if !self.face.is_a_screen() => None,
            Heard::Event(event) => Some(event),
            Heard::Told(Told::Touched(path)) => {
                let exercise = self.course.exercise_at(&path)?;
                let seen = self.look_at(exercise);
                if matches!(seen, Event::Removed { .. })
                    && self.home.whereabouts() != Whereabouts::Here
                {
                    // It is where it was in its folder: not the file has gone, but the folder.
                    *is_unsettled = true;
                    return None;
                }
                self.quiet.set(QUIET_AFTER);
                Some(seen)
            }
            Heard::Told(Told::Unsettled) => {
                *is_unsettled = true;
                None
            }
            Heard::Told(Told::Silent(why)) => {
                self.polls = true;
                *is_unsettled = true;
                Some(Event::Notice(looking(&why)))
            }
            Heard::EditorChanged(editor) => {
                job::stop_with(editor);
                None
            }
            Heard::EditorEnded(complaint) => {
                complaint
                    .into_iter()
                    .for_each(|complaint| self.say(Event::Notice(complaint)));
                Some(self.face.take_back())
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
            Effect::Suspend => self.face.suspend(),
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
                let text = self.timeline(exercise);
                self.offer("What happened when", text);
                Ok(())
            }
            Effect::FetchSolution(exercise) => {
                let text = self.solution(&self.course.exercises[exercise]);
                text.map(|text| self.offer("Your solution and ours", text))
            }
            Effect::FetchMessages => {
                let text = self.messages();
                self.offer("All that was said", text);
                Ok(())
            }
            Effect::Cancel(_)
            | Effect::Start { .. }
            | Effect::Sweep { .. }
            | Effect::Compare { .. }
            | Effect::Persist(_)
            | Effect::Quit => Ok(()),
        };
        if let Err(error) = done {
            self.say(Event::Notice(told(&error)));
        }
    }

    fn draw(&mut self) -> Result<()> {
        if let Some(extent) = self.face.show(&self.state, self.course)? {
            self.state.laid_out(extent);
        }
        Ok(())
    }

    /// Changes what is kept of the learner's progress.
    fn note(&self, change: impl FnOnce(&mut Progress)) -> Result<()> {
        if let Some(complaint) = self.store.update(change)?.complaint(NOTE_AGAIN) {
            self.say(Event::Notice(complaint));
        }
        Ok(())
    }

    fn persist(&self, number: Number) -> Event {
        let exercise = &self.course.exercises[number];
        if let Err(error) = self.note(|progress| progress.pass(&exercise.name)) {
            return Event::NotPersisted {
                exercise: number,
                why: told(&error),
            };
        }
        if let Err(error) = self.course.hand_out_solution(exercise) {
            self.say(Event::Notice(told(&error)));
        }
        Event::Persisted(number)
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
            content: content_of(&self.course.root.join(exercise.path())).unwrap_or_default(),
            notice,
        });
        Ok(())
    }

    /// Opens the exercise in the learner's editor. Whichever it is, saves are judged meanwhile.
    fn edit(&mut self, exercise: Number) -> Result<()> {
        let path = self.course.exercises[exercise].path();
        let Some(editor) = Editor::chosen(|name| std::env::var(name).ok()) else {
            self.say(Event::Notice(format!(
                "Open {} in any editor; each save is judged. {}",
                path.display(),
                how_to_choose("one for this key")
            )));
            return Ok(());
        };
        if editor.is_graphical {
            self.say(Event::Notice(editor.opens(&path)));
        } else {
            self.face.lend()?;
        }
        let opened = editor.open(&self.course.root.join(path));
        let teller = self.teller.clone();
        tokio::spawn(async move {
            let ended = match opened {
                Ok(mut child) if editor.is_graphical => child.wait().await,
                Ok(mut child) => {
                    let look = |editor| teller.tell(Heard::EditorChanged(editor));
                    Editor::end(&mut child, look).await
                }
                Err(error) => Err(error),
            };
            let complaint = editor.complaint(ended);
            if !editor.is_graphical {
                teller.tell(Heard::EditorEnded(complaint));
            } else if let Some(complaint) = complaint {
                teller.say(Event::Notice(complaint));
            }
        });
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
        let has_passed = self.state.entry().is_done;
        let (pairs, width) = (&exercise.corresponds, Terminal::size().0);
        let lines = original(python, rust, pairs, has_passed, width);
        Ok(Some(lines.join("\n")))
    }

    /// The learner's file beside our solution.
    fn solution(&self, exercise: &Exercise) -> Result<Option<String>> {
        let Some(ours) = self.course.solution(exercise)? else {
            return Ok(None);
        };
        // A file that cannot be read any more is no reason to keep ours back.
        let own = fs::read_to_string(self.course.root.join(exercise.path())).unwrap_or_default();
        let lines = compared(your_solution(&own), our_solution(&ours), Terminal::size().0);
        Ok(Some(lines.join("\n")))
    }

    /// Everything about the verdict at hand, if there is one.
    fn messages(&self) -> Option<String> {
        let Phase::Judged { outcome, printed } = &self.state.phase else {
            return None;
        };
        let exercise = &self.course.exercises[self.state.current];
        let (root, width) = (&self.course.root, Terminal::size().0);
        Some(everything(outcome, printed.as_ref(), exercise, root, width).join("\n"))
    }

    fn offer(&mut self, title: &str, text: Option<String>) {
        self.answers.push_back(match text {
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

/// Comes to an end when the system asks the program to. What the terminal asks for: see [`job`].
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::terminate(), SignalKind::hangup()];
    let signals = kinds.into_iter().filter_map(|kind| signal(kind).ok());
    let mut waits: futures_util::stream::FuturesUnordered<_> = signals
        .map(|mut signal| async move { signal.recv().await }.boxed_local())
        .collect();
    match waits.next().await {
        Some(_) => (),
        None => pending().await,
    }
}
