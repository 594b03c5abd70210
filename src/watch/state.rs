//! What the watcher knows, and what it decides. Pure: events in, effects out.
//!
//! The latest save wins. Every run has a number; a save, or anything else that starts a run,
//! cancels the one before, and whatever a run says that is not the newest is dropped.

use super::action::{Action, Key, Letter};
use super::chooser::{Choice, Chooser, Row};
use super::event::{Effect, Event, Number, Run};
use super::view::{Phase, View};
use crate::exercise::Afterwards;
use crate::verdict::Outcome;

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
    fn row(&self) -> Row<'_> {
        Row {
            name: &self.name,
            title: &self.title,
            is_done: self.is_done,
        }
    }
}

/// So many letters of a paste are searched for: more than any title has.
const PASTED: usize = 80;

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
    /// A sentence for the learner, until something else happens.
    pub notice: Option<String>,
    /// How far the preparation of later chapters is, while it goes on.
    pub ahead: Option<String>,
    /// Saves do not start a run.
    is_manual: bool,
    newest_run: Run,
    is_running: bool,
    /// What was last judged, so that one save that comes as many events is one run.
    last_saved: Option<(Number, u64)>,
}

impl State {
    /// The mind of a watcher that opens at the exercise `current`.
    #[must_use]
    pub fn new(entries: Vec<Entry>, current: Number, is_manual: bool) -> Self {
        Self {
            entries,
            current,
            phase: Phase::Idle,
            view: View::Exercise,
            hints_shown: 0,
            notice: None,
            ahead: None,
            is_manual,
            newest_run: 0,
            is_running: false,
            last_saved: None,
        }
    }

    /// What is to be done first.
    pub fn begin(&mut self) -> Vec<Effect> {
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

    /// The rows of the list.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'_>> {
        self.entries.iter().map(Entry::row).collect()
    }

    /// Takes an event, decides.
    pub fn on(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Saved { exercise, content } => self.on_saved(exercise, content),
            Event::Key(key) => self.on_key(key),
            Event::Typed(letter) => self.on_key(self.key(letter)),
            Event::Pasted(text) => self.on_paste(&text),
            Event::Resized | Event::Returned => vec![Effect::Draw],
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
            Event::Trouble(message) => self.on_nothing(message),
            Event::Notice(sentence) => {
                self.notice = Some(sentence);
                vec![Effect::Draw]
            }
            Event::Restored {
                exercise,
                content,
                notice,
            } => {
                // The run of it is on already, and the notice must outlive the system's event.
                self.last_saved = Some((exercise, content));
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
            | Event::Compared { .. } => Vec::new(),
        }
    }

    fn is_current(&self, run: Run) -> bool {
        self.is_running && run == self.newest_run
    }

    fn on_saved(&mut self, exercise: Number, content: u64) -> Vec<Effect> {
        if self.last_saved == Some((exercise, content)) {
            return Vec::new();
        }
        self.last_saved = Some((exercise, content));
        self.notice = None;
        let mut effects = Vec::new();
        if exercise != self.current {
            effects.extend(self.go_to(exercise));
        }
        self.view = View::Exercise;
        if self.is_manual {
            self.notice = Some("Saved. Press r to judge it.".into());
            effects.push(Effect::Draw);
        } else {
            effects.extend(self.start());
        }
        effects
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
        self.view = View::Text {
            title,
            lines: text.lines().map(str::to_owned).collect(),
            top: 0,
        };
        vec![Effect::Draw]
    }

    fn on_nothing(&mut self, why: String) -> Vec<Effect> {
        self.is_running = false;
        self.phase = Phase::Nothing(why);
        // Once the cause is mended, a save of the same text must count.
        self.last_saved = None;
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
        vec![Effect::Draw]
    }

    fn on_judged(&mut self, run: Run, outcome: Box<Outcome>) -> Vec<Effect> {
        if !self.is_current(run) {
            return Vec::new();
        }
        self.is_running = false;
        let mut effects = Vec::new();
        if outcome.passed() {
            self.entries[self.current].is_done = true;
            effects.push(Effect::Persist(self.current));
        }
        self.phase = Phase::Judged {
            outcome,
            printed: None,
        };
        effects.push(Effect::Draw);
        effects
    }

    fn on_swept(&mut self, exercise: Number, passed: bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        if passed {
            self.entries[exercise].is_done = true;
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

    fn on_key(&mut self, key: Key) -> Vec<Effect> {
        // Elsewhere it is not on the screen, so nobody has read it yet.
        if self.view == View::Exercise {
            self.notice = None;
        }
        if key == Key::Interrupt {
            return self.quit();
        }
        match &mut self.view {
            View::Exercise => match key.action() {
                Some(action) => self.on_action(action),
                None => vec![Effect::Draw],
            },
            View::List(_) => self.on_key_in_list(key),
            View::Text { .. } => self.on_key_in_text(key),
            View::ConfirmReset => self.on_answer(key),
            View::Sweep { .. } => self.on_key_in_sweep(key),
            View::Comparing(_) if key == Key::Letter('q') => self.quit(),
            View::Comparing(_) => {
                let mut effects = self.cancel();
                effects.extend(self.back());
                effects
            }
            View::Farewell if key == Key::Letter('q') => self.quit(),
            View::Farewell if key == Key::Letter('l') => self.on_action(Action::List),
            View::Help | View::Farewell => self.back(),
        }
    }

    /// The key that a letter is in what is shown.
    fn key(&self, letter: Letter) -> Key {
        match &self.view {
            View::List(chooser) if chooser.is_typing => letter.as_text(),
            View::List(_) | View::Text { .. } => letter.as_movement(),
            _ => letter.as_command(),
        }
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        if !matches!(&self.view, View::List(chooser) if chooser.is_typing) {
            self.notice = Some("Pasted text is ignored here; keys are typed.".into());
            return vec![Effect::Draw];
        }
        let line = text.trim_start().lines().next().unwrap_or_default();
        let letters = line
            .trim_end()
            .chars()
            .filter(|letter| !letter.is_control());
        for letter in letters.take(PASTED) {
            self.on_key(Key::Letter(letter));
        }
        vec![Effect::Draw]
    }

    fn on_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Next => return self.next(),
            Action::Previous => match self.current.checked_sub(1) {
                Some(previous) => return self.visit(previous),
                None => self.notice = Some("This is the first exercise.".into()),
            },
            Action::Hint => self.hint(),
            Action::List => self.view = View::List(Chooser::at(self.current)),
            Action::Bench => return self.compare(),
            Action::CheckAll => return self.sweep(),
            Action::Reset => self.view = View::ConfirmReset,
            Action::Edit => return vec![Effect::Edit(self.current), Effect::Draw],
            Action::Timeline => return vec![Effect::FetchTimeline(self.current)],
            Action::Original => return vec![Effect::FetchOriginal(self.current)],
            Action::Solution if self.entry().is_done => {
                return vec![Effect::FetchSolution(self.current)];
            }
            Action::Solution => {
                self.notice = Some("The solution is shown once your own has passed.".into());
            }
            Action::RunAgain => return self.start(),
            Action::Messages => self.show_messages(),
            Action::Help => self.view = View::Help,
            Action::Quit => return self.quit(),
        }
        vec![Effect::Draw]
    }

    fn next(&mut self) -> Vec<Effect> {
        if !self.entry().is_done {
            let sentence = "Not done yet. To go elsewhere all the same, choose from the list: l";
            self.notice = Some(sentence.into());
            return vec![Effect::Draw];
        }
        let after = (self.current + 1..self.entries.len()).chain(0..self.current);
        match after.into_iter().find(|&at| !self.entries[at].is_done) {
            Some(pending) => self.visit(pending),
            None => {
                self.view = View::Farewell;
                vec![Effect::Draw]
            }
        }
    }

    fn hint(&mut self) {
        if self.hints_shown < self.entry().hints {
            self.hints_shown += 1;
        } else {
            self.notice = Some("That was the last hint.".into());
        }
    }

    fn show_messages(&mut self) {
        let Phase::Judged { outcome, .. } = &self.phase else {
            self.notice = Some("Nothing has been said yet.".into());
            return;
        };
        let messages = outcome.diagnostics.iter().map(|one| one.rendered.as_str());
        let printed = [&outcome.printed.first, &outcome.printed.last].map(String::as_str);
        let lines: Vec<String> = messages
            .chain(printed)
            .flat_map(str::lines)
            .map(str::to_owned)
            .collect();
        if lines.is_empty() {
            self.notice = Some("Neither the compiler nor your program said anything.".into());
        } else {
            self.view = View::Text {
                title: "All that was said".into(),
                lines,
                top: 0,
            };
        }
    }

    fn on_key_in_list(&mut self, key: Key) -> Vec<Effect> {
        let View::List(mut chooser) = std::mem::replace(&mut self.view, View::Exercise) else {
            return Vec::new();
        };
        match chooser.on(key, &self.rows()) {
            Choice::Stay => {
                self.view = View::List(chooser);
                vec![Effect::Draw]
            }
            Choice::Leave => vec![Effect::Draw],
            Choice::Jump(exercise) => self.visit(exercise),
        }
    }

    fn on_key_in_text(&mut self, key: Key) -> Vec<Effect> {
        let View::Text { lines, top, .. } = &mut self.view else {
            return Vec::new();
        };
        let last = lines.len().saturating_sub(1);
        match key.movement() {
            Some(Key::Move(by)) => *top = top.saturating_add_signed(by).min(last),
            Some(Key::First) => *top = 0,
            Some(_) => *top = last,
            None => return self.back(),
        }
        vec![Effect::Draw]
    }

    fn on_answer(&mut self, key: Key) -> Vec<Effect> {
        self.view = View::Exercise;
        if key != Key::Letter('y') {
            return vec![Effect::Draw];
        }
        self.entries[self.current].is_done = false;
        self.hints_shown = 0;
        let mut effects = vec![Effect::Reset(self.current)];
        effects.extend(self.start());
        effects
    }

    fn on_key_in_sweep(&mut self, key: Key) -> Vec<Effect> {
        let View::Sweep {
            failed, is_over, ..
        } = &self.view
        else {
            return Vec::new();
        };
        if key == Key::Letter('q') {
            return self.quit();
        }
        let first_failed = failed.first().copied().filter(|_| *is_over);
        match first_failed {
            Some(exercise) => self.visit(exercise),
            None if *is_over => {
                self.view = View::Farewell;
                vec![Effect::Draw]
            }
            None => {
                let mut effects = self.cancel();
                self.view = View::Exercise;
                effects.extend(self.start());
                effects
            }
        }
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
        self.current = exercise;
        self.hints_shown = 0;
        vec![Effect::Remember(exercise)]
    }

    fn start(&mut self) -> Vec<Effect> {
        let mut effects = self.cancel();
        self.newest_run += 1;
        self.is_running = true;
        self.phase = Phase::Running { preparing: None };
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
        self.view = View::Sweep {
            failed: Vec::new(),
            judged: 0,
            is_over: false,
        };
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
        self.view = View::Comparing(String::new());
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
