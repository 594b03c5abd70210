//! What a key means in what is shown, and what is typed or pasted there.

use super::{Effect, Phase, State, View};
use crate::watch::action::{Action, Key, Letter};
use crate::watch::chooser::{Choice, Chooser};
use crate::watch::effort::Effort;
use crate::watch::page::Turn;
use crate::watch::scroll::Scroll;

/// So many letters of a paste are searched for: more than any title has.
const PASTED: usize = 80;

impl State {
    pub(super) fn on_key(&mut self, key: Key) -> Vec<Effect> {
        // Elsewhere it is not on the screen, so nobody has read it yet.
        if self.view == View::Exercise {
            self.notice = None;
        }
        if key == Key::Interrupt {
            return self.quit();
        }
        match &mut self.view {
            View::Exercise => self.on_key_in_exercise(key),
            View::List(_) => self.on_key_in_list(key),
            View::Text(_) => self.on_key_in_text(key),
            View::ConfirmReset => self.on_answer(key),
            View::Sweep { .. } => self.on_key_in_sweep(key),
            View::Comparing(_) if key.is_back() => {
                let mut effects = self.cancel();
                effects.extend(self.back());
                effects
            }
            View::Farewell if key == Key::Letter('q') => self.quit(),
            View::Farewell if key == Key::Letter('l') => self.on_action(Action::List),
            View::Help if key == Key::Letter('?') => self.back(),
            View::Help | View::Farewell if key.is_back() => self.back(),
            View::Help | View::Farewell | View::Comparing(_) => self.turn(key),
        }
    }

    fn on_key_in_exercise(&mut self, key: Key) -> Vec<Effect> {
        match (key.action(), key.movement()) {
            (Some(action), _) => self.on_action(action),
            (None, Some(movement)) => {
                self.scrolls.exercise = self.scrolls.exercise.moved(movement, self.extent);
                vec![Effect::Draw]
            }
            (None, None) => {
                if key == Key::Escape {
                    self.hints_shown = 0;
                    self.looks_at_hint = false;
                }
                vec![Effect::Draw]
            }
        }
    }

    /// Shows another part of a page, where the key says so.
    fn turn(&mut self, key: Key) -> Vec<Effect> {
        if let Some(movement) = key.movement() {
            self.scrolls.page = self.scrolls.page.moved(movement, self.extent);
        }
        vec![Effect::Draw]
    }

    /// The key that a letter is in what is shown.
    pub(super) fn key(&self, letter: Letter) -> Key {
        match &self.view {
            _ if self.is_typing() => letter.as_text(),
            View::List(_) | View::Text(_) => letter.as_movement(),
            _ => letter.as_command(),
        }
    }

    /// Whether letters are typed into a search.
    fn is_typing(&self) -> bool {
        match &self.view {
            View::List(chooser) => chooser.is_typing,
            View::Text(page) => page.search.is_typing,
            _ => false,
        }
    }

    pub(super) fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        if !self.is_typing() {
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
            Action::List => self.open(View::List(Chooser::at(self.current))),
            Action::Bench => return self.compare(),
            Action::CheckAll => return self.sweep(),
            Action::Reset => self.open(View::ConfirmReset),
            Action::Edit => return vec![Effect::Edit(self.current), Effect::Draw],
            Action::Timeline => return self.fetch(Effect::FetchTimeline(self.current)),
            Action::Original => return self.fetch(Effect::FetchOriginal(self.current)),
            Action::Solution if self.entry().is_done => {
                return self.fetch(Effect::FetchSolution(self.current));
            }
            Action::Solution => {
                self.notice = Some("The solution is shown once your own has passed.".into());
            }
            Action::RunAgain => return self.start(),
            Action::Messages if matches!(self.phase, Phase::Judged { .. }) => {
                return self.fetch(Effect::FetchMessages);
            }
            Action::Messages => self.notice = Some("Nothing has been judged yet.".into()),
            Action::Help => self.open(View::Help),
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
                self.open(View::Farewell);
                vec![Effect::Draw]
            }
        }
    }

    fn hint(&mut self) {
        if self.hints_shown < self.entry().hints {
            self.hints_shown += 1;
            self.looks_at_hint = true;
            self.scrolls.exercise = Scroll::Focus;
        } else if self.entry().hints == 0 {
            self.notice = Some("This exercise has no hint.".into());
        } else {
            self.notice = Some("That was the last hint.".into());
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
        let View::Text(page) = &mut self.view else {
            return Vec::new();
        };
        match page.on(key, self.extent) {
            Turn::Stay => {}
            Turn::To(scroll) => self.scrolls.page = scroll,
            Turn::By(movement) => return self.turn(movement),
            Turn::Leave => return self.back(),
        }
        vec![Effect::Draw]
    }

    fn on_answer(&mut self, key: Key) -> Vec<Effect> {
        if let Key::Move(_) | Key::First | Key::Last = key {
            // A wheel that is turned answers nothing.
            return self.turn(key);
        }
        self.view = View::Exercise;
        if key != Key::Letter('y') {
            return vec![Effect::Draw];
        }
        self.entries[self.current].is_done = false;
        self.hints_shown = 0;
        self.efforts[self.current] = Effort::default();
        self.efforts[self.current].arrive(self.now);
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
        let (first_failed, is_over) = (failed.first().copied(), *is_over);
        let goes_on = matches!(key, Key::Enter | Key::Letter('n'));
        match first_failed {
            Some(exercise) if is_over && goes_on => self.visit(exercise),
            None if is_over && goes_on => {
                self.open(View::Farewell);
                vec![Effect::Draw]
            }
            _ if key.is_back() => {
                // What a run was at when the check of all began is not known any more.
                let mut effects = self.cancel();
                self.view = View::Exercise;
                effects.extend(self.start());
                effects
            }
            _ => self.turn(key),
        }
    }
}
