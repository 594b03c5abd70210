//! What a save means. The exercise at hand is judged at once. A save of another one leads there, but
//! only a save of exactly one: a formatter, a `git pull` or a `git stash` changes many files, and takes
//! nobody away from where they are. Neither does a file that is removed, or written as it was.

use super::{Effect, Number, State};
use std::collections::{BTreeMap, HashMap};

/// What is known of the files.
#[derive(Debug, Clone, Default)]
pub(super) struct Saves {
    /// The content of each file, as last seen; none where the file was not there.
    known: HashMap<Number, Option<u64>>,
    /// What has changed since files were last quiet.
    burst: Burst,
}

#[derive(Debug, Clone, Default)]
struct Burst {
    /// Whether the exercise at hand has changed.
    at_hand: bool,
    /// The others that have changed, and whether each is still there.
    others: BTreeMap<Number, bool>,
}

impl Saves {
    /// Whether this content of `exercise` is news.
    pub(super) fn learn(&mut self, exercise: Number, content: Option<u64>) -> bool {
        self.known.insert(exercise, content) != Some(content)
    }

    /// The next save of `exercise` is news, whatever its content.
    pub(super) fn forget(&mut self, exercise: Number) {
        self.known.remove(&exercise);
    }
}

impl State {
    /// Itself, where each exercise has this content at first, in course order; none where there is no
    /// file.
    #[must_use]
    pub fn knowing(mut self, contents: impl IntoIterator<Item = Option<u64>>) -> Self {
        for (exercise, content) in contents.into_iter().enumerate() {
            self.saves.learn(exercise, content);
        }
        self
    }

    /// The file of `exercise` now has this content, or is gone.
    pub(super) fn on_changed(&mut self, exercise: Number, content: Option<u64>) -> Vec<Effect> {
        if !self.saves.learn(exercise, content) {
            return Vec::new();
        }
        let burst = &mut self.saves.burst;
        if exercise == self.current {
            burst.at_hand = true;
            return self.judge_what_was_saved();
        }
        burst.others.insert(exercise, content.is_some());
        Vec::new()
    }

    /// For a moment no file has changed.
    pub(super) fn on_quiet(&mut self) -> Vec<Effect> {
        let Burst { at_hand, others } = std::mem::take(&mut self.saves.burst);
        match others.into_iter().collect::<Vec<_>>()[..] {
            [(exercise, true)] if !at_hand && exercise != self.current => {
                let mut effects = self.go_to(exercise);
                effects.extend(self.judge_what_was_saved());
                effects
            }
            [_, _, ..] => {
                let name = &self.entry().name;
                let sentence = format!("Several exercises changed at once. This is still {name}.");
                self.notice = Some(sentence);
                vec![Effect::Draw]
            }
            _ => Vec::new(),
        }
    }

    /// What was saved is judged. Nobody who has read the verdict saves in the burst that led to it.
    pub(super) fn end_burst_at_hand(&mut self) {
        if self.saves.burst.at_hand {
            let _drawn_with_the_verdict = self.on_quiet();
        }
    }

    fn judge_what_was_saved(&mut self) -> Vec<Effect> {
        self.notice = None;
        self.view = super::View::Exercise;
        self.is_attempt = true;
        if self.is_manual {
            self.notice = Some("Saved. Press r to judge it.".into());
            return vec![Effect::Draw];
        }
        self.start()
    }
}
