//! What is shown: how far the exercise at hand is, and what stands in its place.

use super::chooser::Chooser;
use super::event::Number;
use super::page::Page;
use crate::verdict::{Outcome, Printed};

/// How far the current exercise is.
#[derive(Debug, Clone)]
pub enum Phase {
    /// Nothing has been asked yet.
    Idle,
    /// A run is on; before the first one can begin there may be something to prepare.
    Running {
        /// How far the preparation is, while there is one.
        preparing: Option<String>,
    },
    /// The verdict is there.
    Judged {
        /// It.
        outcome: Box<Outcome>,
        /// What the learner's `main` prints, once it is known.
        printed: Option<Printed>,
    },
    /// There is nothing to judge.
    Nothing(String),
}

/// What is shown in place of the exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// Nothing else: the exercise itself.
    Exercise,
    /// The list.
    List(Chooser),
    /// All keys.
    Help,
    /// A text to scroll and to search in.
    Text(Page),
    /// A question: yes resets the exercise.
    ConfirmReset,
    /// All exercises are being judged.
    Sweep {
        /// Those that did not pass so far.
        failed: Vec<Number>,
        /// How many were judged.
        judged: usize,
        /// Whether that was all.
        is_over: bool,
    },
    /// The runtimes are being compared; the sentence says how far it is.
    Comparing(String),
    /// Everything is done.
    Farewell,
}
