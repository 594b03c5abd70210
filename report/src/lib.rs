//! What a check program and the judge may say to each other: types and their lines, no behaviour.
//!
//! The judge writes one [`Order`] line; the program answers with [`Message`] lines, over a channel
//! that the learner's code cannot name. Nothing here may depend on how either side works.
//!
//! Each learner compiles this crate once and waits for it, so the lines are written by a small library.
//! The feature `serde`, for the judge's side only, adds what it takes to print findings and to keep
//! timelines.

#![allow(
    clippy::question_mark,
    reason = "what nanoserde derives is written without it"
)]

mod finding;
mod line;
mod timeline;

pub use finding::{Fact, Finding, LostBy, NotSendBy, Place, Task, Wait};
pub use timeline::{End, Row, RowKind, Timeline};

use nanoserde::{DeJson, SerJson};

/// What the judge asks of a check program, in its first line.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
pub struct Order {
    /// Begins every line of a [`Message`]; a line without it is not believed.
    pub nonce: u64,
    /// Where the inputs that vary come from: the same seed gives the same inputs.
    pub seed: u64,
    /// The learner's file as the compiler was told it, so that places in it can be recognised.
    pub source: String,
    /// The most memory that the program may map, in bytes.
    pub memory_limit: u64,
    /// Whether timelines are wanted; they cost a little time.
    pub timelines: bool,
    /// Whether to watch every spawn and every poll. Without it a run says nothing of use: it shows
    /// what watching costs.
    pub watched: bool,
}

/// Asked by the judge, after the [`Order`], when the time limit has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerJson, DeJson)]
pub enum Inquiry {
    /// Say where you are; the answer is [`Message::Stuck`].
    WhereAreYou,
    /// Say where the poll goes round that does not return; the answer is [`Message::Spinning`].
    WhichLine,
}

/// What a program can say, a line each.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
pub enum Message {
    /// First: the checks that will follow, in order.
    Announced {
        /// Every check, once.
        checks: Vec<Promise>,
    },
    /// The check of this name begins.
    Started {
        /// A name that was announced.
        check: String,
    },
    /// The check of this name is over; it passed when there is no finding.
    Finished {
        /// A name that was announced.
        check: String,
        /// What was measured and is not as promised, the most telling first.
        findings: Vec<Finding>,
    },
    /// What happened when in the check that is about to finish.
    Drawn {
        /// All of it.
        timeline: Timeline,
    },
    /// The answer to [`Inquiry::WhereAreYou`].
    Stuck {
        /// Since when the current poll of the learner's code has not returned, in milliseconds;
        /// none when every task is merely waiting.
        polling_ms: Option<u64>,
        /// Where the task of that poll was spawned, when that was in the learner's file.
        place: Option<Place>,
        /// What the check calls that task, if it has a name.
        task: Option<String>,
    },
    /// The answer to [`Inquiry::WhichLine`].
    Spinning {
        /// None when it is not in the learner's file.
        spin: Option<Spin>,
    },
    /// Last: every check was run.
    Done,
}

/// Where a poll that does not return was seen.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
pub struct Spin {
    /// The first line of its loop.
    pub first: Place,
    /// The last line of its loop; the first one, when only one was seen.
    pub last: Place,
    /// The calls that lead there, the innermost first.
    pub called_from: Vec<Place>,
}

/// A check and what it promises the learner.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
pub struct Promise {
    /// The check's name, unique in its program.
    pub name: String,
    /// One sentence, present tense, true of every right answer.
    pub promise: String,
}
