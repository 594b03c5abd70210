//! What a view is made of, before it is laid out.

use crate::screen::rows::folded;
use crate::watch::scroll::Scroll;
use std::ops::Range;

/// A view in its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    /// What it is about: it stays.
    pub(super) head: Vec<String>,
    /// What is read: it is scrolled.
    pub(super) body: Vec<String>,
    /// The lines of the body that are to be looked at first.
    pub(super) focus: Option<Range<usize>>,
    /// Where the body is, where that is not the state's to say.
    pub(super) scroll: Option<Scroll>,
    /// What is always to be seen.
    pub(super) foot: Vec<Foot>,
}

/// A line of the foot.
#[derive(Debug, Clone)]
pub(super) struct Foot {
    /// What it is.
    pub(super) rank: Rank,
    /// What it says.
    pub(super) text: String,
}

/// What a line of the foot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// The verdict.
    Verdict,
    /// Something to be known.
    Notice,
    /// How far the learner is.
    Bar,
    /// What can be pressed.
    Keys,
}

impl Foot {
    pub(super) fn of(rank: Rank, text: String) -> Self {
        Self { rank, text }
    }

    /// The same in rows of at most `width` columns.
    pub(super) fn folded(&self, width: usize) -> impl Iterator<Item = Self> {
        let rank = self.rank;
        folded(&self.text, width)
            .into_iter()
            .map(move |text| Self { rank, text })
    }
}
