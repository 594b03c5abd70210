//! What the watcher knows, and what it decides. Pure: events in, effects out.
//!
//! The latest save wins. Every run has a number; a save, or anything else that starts a run,
//! cancels the one before, and whatever a run says that is not the newest is dropped.
//!
//! "Passed" is said only once the pass is on the disk.

mod keys;
mod saves;

use super::action::When;
use super::chooser::Row;
use super::effort::{Effort, Taken};
use super::event::{Effect, Event, Number, Run};
use super::page::Page;
use super::scroll::{Extent, Scroll};
use super::view::{Phase, View};
use crate::course::Course;
use crate::exercise::{Afterwards, Exercise};
use crate::verdict::Outcome;
use saves::Saves;
use std::time::Duration;

/// An exercise as the watcher knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its chapter.
    pub chapter: String,
    /// What it is called in words.
    pub title: String,
    /// Whether it has passed.
    pub is_done: bool,
    /// How many hints it has.
    pub hints: usize,
    /// What it offers after a pass.
    pub afterwards: Option<Afterwards>,
}

impl Entry {
    /// What the watcher knows of an exercise of `course`.
    #[must_use]
    pub fn of(course: &Course, exercise: &Exercise, is_done: bool) -> Self {
        Self {
            name: exercise.name.clone(),
            chapter: exercise.chapter().to_owned(),
            title: course.title(exercise),
            is_done,
            hints: exercise.hints.len(),
            afterwards: exercise.afterwards,
        }
    }

    fn row(&self) -> Row<'_> {
        Row {
            name: &self.name,
            title: &self.title,
            is_done: self.is_done,
        }
    }
}

/// The watcher's mind.
#[derive(Debug, Clone)]
pub struct State {
    /// Every exercise, in course order.
    pub entries: Vec<Entry>,
    /// The one at hand.
    pub current: Number,
    /// How far it is.
    pub phase: Phase,
    /// What is shown.
    pub view: View,
    /// How many of its hints are shown.
    pub hints_shown: usize,
    /// Whether the newest hint is what is to be looked at, rather than what failed.
    pub looks_at_hint: bool,
    /// A sentence for the learner, until something else happens.
    pub notice: Option<String>,
    /// How far the preparation of later chapters is, while it goes on.
    pub ahead: Option<String>,
    /// Saves do not start a run.
    is_manual: bool,
    newest_run: Run,
    is_running: bool,
    saves: Saves,
    /// What passed and is being noted on the disk; until then nobody is told.
    passing: Option<Box<Outcome>>,
    /// Where in the exercise's own text the learner is, and where in what stands in its place.
    scrolls: Scrolls,
    /// How what is shown was last laid out.
    extent: Extent,
    /// What fetches the page that comes next.
    fetching: Option<Effect>,
    /// Time since the watcher began.
    now: Duration,
    /// What each exercise has taken.
    efforts: Vec<Effort>,
    /// The next verdict is on a save, and not on what was found in the file.
    is_attempt: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Scrolls {
    exercise: Scroll,
    page: Scroll,
}

impl State {
    /// The mind of a watcher that opens at the exercise `current`.
    #[must_use]
    pub fn new(entries: Vec<Entry>, current: Number, is_manual: bool) -> Self {
        Self {
            efforts: vec![Effort::default(); entries.len()],
            entries,
            current,
            phase: Phase::Idle,
            view: View::Exercise,
            hints_shown: 0,
            looks_at_hint: false,
            scrolls: Scrolls::default(),
            extent: Extent::default(),
            fetching: None,
            now: Duration::ZERO,
            is_attempt: false,
            notice: None,
            ahead: None,
            is_manual,
            newest_run: 0,
            is_running: false,
            saves: Saves::default(),
            passing: None,
        }
    }

    /// What is to be done first.
    pub fn begin(&mut self) -> Vec<Effect> {
        self.efforts[self.current].arrive(self.now);
        let mut effects = vec![Effect::Remember(self.current)];
        effects.extend(self.start());
        effects
    }

    /// How many exercises are done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_done).count()
    }

    /// The exercise at hand.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        &self.entries[self.current]
    }

    /// Whether the exercise at hand offers to compare runtimes, now that it has passed.
    #[must_use]
    pub fn offers_bench(&self) -> bool {
        let is_over = matches!(self.phase, Phase::Judged { .. });
        self.entry().afterwards == Some(Afterwards::Runtimes) && self.entry().is_done && is_over
    }

    /// Whether what a key asks for is there to be had.
    #[must_use]
    pub fn offers(&self, when: When) -> bool {
        match when {
            When::Always => true,
            When::BeforePass => !self.has_passed(),
            When::AfterPass => self.has_passed(),
            When::Done => self.entry().is_done,
            When::Bench => self.offers_bench(),
        }
    }

    /// Whether the verdict at hand is a pass.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        matches!(&self.phase, Phase::Judged { outcome, .. } if outcome.passed())
    }

    /// What the exercise at hand took to pass, if it passed since the watcher began.
    #[must_use]
    pub fn taken(&self) -> Option<Taken> {
        self.efforts[self.current].taken()
    }

    /// Where in what is shown the learner is.
    #[must_use]
    pub fn scroll(&self) -> Scroll {
        match self.view {
            View::Exercise => self.scrolls.exercise,
            _ => self.scrolls.page,
        }
    }

    /// What is shown was laid out like this: the next movement starts from there.
    pub fn laid_out(&mut self, extent: Extent) {
        self.extent = extent;
    }

    /// So much time has gone by since the watcher began.
    pub fn tell_time(&mut self, now: Duration) {
        self.now = now;
    }

    /// The rows of the list.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'_>> {
        self.entries.iter().map(Entry::row).collect()
    }

    /// Takes an event, decides.
    pub fn on(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Saved { exercise, content } => self.on_changed(exercise, Some(content)),
            Event::Removed { exercise } => self.on_changed(exercise, None),
            Event::Quiet => self.on_quiet(),
            Event::Key(key) => self.on_key(key),
            Event::Typed(letter) => self.on_key(self.key(letter)),
            Event::Pasted(text) => self.on_paste(&text),
            // While it was somebody else's, the terminal may have got another size.
            Event::Resized | Event::Returned => self.on_resized(),
            Event::Suspend => vec![Effect::Suspend],
            Event::Preparing { exercise, sentence } => match &mut self.phase {
                Phase::Running { preparing }
                    if self.entries[exercise].chapter == self.entries[self.current].chapter =>
                {
                    *preparing = Some(sentence).filter(|sentence| !sentence.is_empty());
                    vec![Effect::Draw]
                }
                _ => Vec::new(),
            },
            Event::Erring { run, outcome } if self.is_current(run) => self.on_erring(outcome),
            Event::Ahead { phrase } => self.on_ahead(phrase),
            Event::Judged { run, outcome } => self.on_judged(run, outcome),
            Event::Nothing { run, why } if self.is_current(run) => self.on_nothing(why),
            Event::Printed { run, printed: said } if run == self.newest_run => {
                let Phase::Judged { printed, .. } = &mut self.phase else {
                    return Vec::new();
                };
                *printed = Some(said);
                vec![Effect::Draw]
            }
            Event::Swept {
                run,
                exercise,
                passed,
            } if self.is_current(run) => self.on_swept(exercise, passed),
            Event::SweepOver { run } if self.is_current(run) => self.on_sweep_over(),
            Event::Trouble { run, why } if self.is_current(run) => {
                self.view = View::Exercise;
                self.on_nothing(why)
            }
            Event::Persisted(exercise) => self.on_persisted(exercise),
            Event::NotPersisted { exercise, why } => self.on_not_persisted(exercise, &why),
            Event::Notice(sentence) => {
                self.fetching = None;
                self.notice = Some(sentence);
                vec![Effect::Draw]
            }
            Event::Restored {
                exercise,
                content,
                notice,
            } => {
                // The run of it is on already, and the notice must outlive the system's event.
                self.saves.learn(exercise, Some(content));
                self.notice = Some(notice);
                vec![Effect::Draw]
            }
            Event::Text { title, text } => self.on_text(title, &text),
            Event::Comparing { run, sentence } if self.is_current(run) => {
                self.view = View::Comparing(sentence);
                vec![Effect::Draw]
            }
            Event::Compared { run, title, text } if self.is_current(run) => {
                self.is_running = false;
                self.fetching = None;
                self.on_text(title, &text)
            }
            Event::Ended => self.quit(),
            // What a run says that is not the newest.
            Event::Nothing { .. }
            | Event::Erring { .. }
            | Event::Printed { .. }
            | Event::Swept { .. }
            | Event::SweepOver { .. }
            | Event::Comparing { .. }
            | Event::Compared { .. }
            | Event::Trouble { .. } => Vec::new(),
        }
    }

    fn is_current(&self, run: Run) -> bool {
        self.is_running && run == self.newest_run
    }

    fn on_ahead(&mut self, phrase: String) -> Vec<Effect> {
        let ahead = Some(phrase).filter(|phrase| !phrase.is_empty());
        if self.ahead == ahead {
            return Vec::new();
        }
        self.ahead = ahead;
        vec![Effect::Draw]
    }

    fn on_text(&mut self, title: String, text: &str) -> Vec<Effect> {
        let mut page = Page::new(title, text, self.fetching.take());
        match &mut self.view {
            // The same, for a screen of another size.
            View::Text(before) if page.from.is_some() && before.from == page.from => {
                page.search = std::mem::take(&mut before.search);
                self.view = View::Text(page);
            }
            _ => self.open(View::Text(page)),
        }
        vec![Effect::Draw]
    }

    /// A page that was laid out for the old size is fetched anew.
    fn on_resized(&mut self) -> Vec<Effect> {
        let fetch = match &self.view {
            View::Text(page) => page.from.clone(),
            _ => None,
        };
        let mut effects = Vec::new();
        if let Some(fetch) = fetch {
            effects.extend(self.fetch(fetch));
        }
        effects.push(Effect::Draw);
        effects
    }

    fn fetch(&mut self, effect: Effect) -> Vec<Effect> {
        self.fetching = Some(effect.clone());
        vec![effect]
    }

    /// Puts something in the exercise's place, to be read from its beginning.
    fn open(&mut self, view: View) {
        self.view = view;
        self.scrolls.page = Scroll::Focus;
    }

    fn on_nothing(&mut self, why: String) -> Vec<Effect> {
        self.is_running = false;
        self.end_burst_at_hand();
        self.phase = Phase::Nothing(why);
        self.look_anew();
        // Once the cause is mended, a save of the same text must count.
        self.saves.forget(self.current);
        vec![Effect::Draw]
    }

    /// Only the first error is shown before the others are there: nobody could follow them.
    fn on_erring(&mut self, outcome: Box<Outcome>) -> Vec<Effect> {
        if !matches!(self.phase, Phase::Running { .. }) {
            return Vec::new();
        }
        self.phase = Phase::Judged {
            outcome,
            printed: None,
        };
        self.look_anew();
        vec![Effect::Draw]
    }

    /// What comes is read from where it matters.
    fn look_anew(&mut self) {
        self.scrolls.exercise = Scroll::Focus;
        self.looks_at_hint = false;
    }

    fn on_judged(&mut self, run: Run, outcome: Box<Outcome>) -> Vec<Effect> {
        if !self.is_current(run) {
            return Vec::new();
        }
        self.is_running = false;
        self.end_burst_at_hand();
        // What the first error showed may be being read.
        if outcome.passed() || matches!(self.phase, Phase::Running { .. }) {
            self.look_anew();
        }
        if std::mem::take(&mut self.is_attempt) {
            self.efforts[self.current].attempt(outcome.passed(), self.now);
        }
        if outcome.passed() {
            self.passing = Some(outcome);
            return vec![Effect::Persist(self.current)];
        }
        self.phase = Phase::Judged {
            outcome,
            printed: None,
        };
        vec![Effect::Draw]
    }

    fn on_persisted(&mut self, exercise: Number) -> Vec<Effect> {
        self.entries[exercise].is_done = true;
        if let Some(outcome) = self.passing.take() {
            self.hints_shown = 0;
            self.phase = Phase::Judged {
                outcome,
                printed: None,
            };
        }
        vec![Effect::Draw]
    }

    fn on_not_persisted(&mut self, exercise: Number, why: &str) -> Vec<Effect> {
        if self.passing.take().is_some() {
            let sentence =
                "Every check passed, but the pass could not be noted, so it does not count yet.";
            let lines = [sentence].into_iter().chain(why.lines().map(str::trim));
            // Each a paragraph of its own.
            let lines: Vec<&str> = lines.chain(["Then press r to try again."]).collect();
            return self.on_nothing(lines.join("\n\n"));
        }
        let name = &self.entries[exercise].name;
        self.notice = Some(format!(
            "The checks of {name} passed, but that could not be noted: {why}"
        ));
        if let View::Sweep { failed, .. } = &mut self.view {
            failed.push(exercise);
        }
        vec![Effect::Draw]
    }

    fn on_swept(&mut self, exercise: Number, passed: bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        if passed {
            effects.push(Effect::Persist(exercise));
        }
        if let View::Sweep { failed, judged, .. } = &mut self.view {
            *judged += 1;
            if !passed {
                failed.push(exercise);
            }
        }
        effects.push(Effect::Draw);
        effects
    }

    fn on_sweep_over(&mut self) -> Vec<Effect> {
        self.is_running = false;
        if let View::Sweep { is_over, .. } = &mut self.view {
            *is_over = true;
        }
        vec![Effect::Draw]
    }

    fn back(&mut self) -> Vec<Effect> {
        self.view = View::Exercise;
        vec![Effect::Draw]
    }

    /// Goes to an exercise and judges it.
    fn visit(&mut self, exercise: Number) -> Vec<Effect> {
        self.view = View::Exercise;
        let mut effects = self.go_to(exercise);
        effects.extend(self.start());
        effects
    }

    fn go_to(&mut self, exercise: Number) -> Vec<Effect> {
        self.efforts[self.current].leave(self.now);
        self.current = exercise;
        self.efforts[exercise].arrive(self.now);
        self.is_attempt = false;
        self.hints_shown = 0;
        vec![Effect::Remember(exercise)]
    }

    fn start(&mut self) -> Vec<Effect> {
        let mut effects = self.cancel();
        self.passing = None;
        self.newest_run += 1;
        self.is_running = true;
        self.phase = Phase::Running { preparing: None };
        self.look_anew();
        effects.push(Effect::Start {
            run: self.newest_run,
            exercise: self.current,
        });
        effects.push(Effect::Draw);
        effects
    }

    fn sweep(&mut self) -> Vec<Effect> {
        let mut effects = self.cancel();
        self.newest_run += 1;
        self.is_running = true;
        self.open(View::Sweep {
            failed: Vec::new(),
            judged: 0,
            is_over: false,
        });
        effects.push(Effect::Sweep {
            run: self.newest_run,
        });
        effects.push(Effect::Draw);
        effects
    }

    fn compare(&mut self) -> Vec<Effect> {
        if !self.offers_bench() {
            let sentence = match self.entry().afterwards {
                Some(Afterwards::Runtimes) => "That is offered once the exercise has passed.",
                None => "This exercise does not offer that; in a shell: asynclings bench",
            };
            self.notice = Some(sentence.into());
            return vec![Effect::Draw];
        }
        let mut effects = self.cancel();
        self.newest_run += 1;
        self.is_running = true;
        self.open(View::Comparing(String::new()));
        effects.push(Effect::Compare {
            run: self.newest_run,
        });
        effects.push(Effect::Draw);
        effects
    }

    /// The newest run may still be showing what `main` prints, so it is stopped even when its
    /// verdict is there.
    fn cancel(&mut self) -> Vec<Effect> {
        self.is_running = false;
        if self.newest_run == 0 {
            Vec::new()
        } else {
            vec![Effect::Cancel(self.newest_run)]
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.cancel();
        effects.push(Effect::Quit);
        effects
    }
}

#[cfg(test)]
mod tests;
