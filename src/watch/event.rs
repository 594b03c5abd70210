//! What can happen to the watcher, and what it can decide to do about it.

use super::action::{Key, Letter};
use crate::verdict::{Outcome, Printed};

/// The number of a run.
pub type Run = u64;

/// An exercise, counted among all.
pub type Number = usize;

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// The file of an exercise was saved, and now has this content.
    Saved {
        /// Which.
        exercise: Number,
        /// A number that differs when the content does.
        content: u64,
    },
    /// The file of an exercise is gone.
    Removed {
        /// Which.
        exercise: Number,
    },
    /// After one or more changes, no file has changed for a moment.
    Quiet,
    /// A key was pressed.
    Key(Key),
    /// A letter was typed; which key that is depends on what is shown.
    Typed(Letter),
    /// A text was pasted; of a long one this is the beginning.
    Pasted(String),
    /// The terminal has another size, or is to be drawn anew.
    Resized,
    /// The terminal is ours again, after an editor or a shell had it.
    Returned,
    /// Give the terminal to the shell, and wait to get it back.
    Suspend,
    /// What an exercise depends on is being prepared.
    Preparing {
        /// Which; the others of its chapter need the same.
        exercise: Number,
        /// How far it is; empty when it is over.
        sentence: String,
    },
    /// A run has found an error of the learner's; its verdict is still to come.
    Erring {
        /// Which run.
        run: Run,
        /// What is known so far.
        outcome: Box<Outcome>,
    },
    /// What later chapters depend on is being prepared, and nobody waits for it yet.
    Ahead {
        /// How far it is, in a few words; empty when it is over.
        phrase: String,
    },
    /// A run has come to its verdict.
    Judged {
        /// Which run.
        run: Run,
        /// What it came to.
        outcome: Box<Outcome>,
    },
    /// A run has found nothing that could be judged.
    Nothing {
        /// Which run.
        run: Run,
        /// Why, and what to do.
        why: String,
    },
    /// A run has shown what the learner's `main` prints.
    Printed {
        /// Which run.
        run: Run,
        /// That.
        printed: Printed,
    },
    /// A check of all exercises has judged one.
    Swept {
        /// Which run.
        run: Run,
        /// Which exercise.
        exercise: Number,
        /// Whether it passed.
        passed: bool,
    },
    /// A check of all exercises is over.
    SweepOver {
        /// Which run.
        run: Run,
    },
    /// A run that compares runtimes goes on; the sentence says how far it is.
    Comparing {
        /// Which run.
        run: Run,
        /// How far.
        sentence: String,
    },
    /// A run that compares runtimes is over.
    Compared {
        /// Which run.
        run: Run,
        /// What the text is.
        title: String,
        /// The comparison, or why there is none.
        text: String,
    },
    /// A check of all exercises has come to an end before it was over.
    Trouble {
        /// Which run.
        run: Run,
        /// Why, and what to do.
        why: String,
    },
    /// The pass of an exercise is on the disk.
    Persisted(Number),
    /// The pass of an exercise could not be noted.
    NotPersisted {
        /// Which.
        exercise: Number,
        /// Why, and what to do.
        why: String,
    },
    /// Something was done that the learner should know of.
    Notice(String),
    /// The starter was put back in the place of an exercise, which now has this content.
    Restored {
        /// Which.
        exercise: Number,
        /// As in [`Event::Saved`], which the system will send for it too.
        content: u64,
        /// What the learner should know.
        notice: String,
    },
    /// A text that was asked for.
    Text {
        /// What it is.
        title: String,
        /// Its lines.
        text: String,
    },
    /// The terminal or the system wants the watcher to end.
    Ended,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Stop this run and everything it started.
    Cancel(Run),
    /// Judge an exercise.
    Start {
        /// As this run.
        run: Run,
        /// Which.
        exercise: Number,
    },
    /// Judge all exercises.
    Sweep {
        /// As this run.
        run: Run,
    },
    /// Compare the runtimes on this machine.
    Compare {
        /// As this run.
        run: Run,
    },
    /// Note that an exercise passed. It is answered at once, by [`Event::Persisted`] or
    /// [`Event::NotPersisted`]: before that nobody is told.
    Persist(Number),
    /// Note where the learner is.
    Remember(Number),
    /// Put the starter back.
    Reset(Number),
    /// Open the exercise in the editor.
    Edit(Number),
    /// Fetch the Python original.
    FetchOriginal(Number),
    /// Fetch the timelines of the last attempt.
    FetchTimeline(Number),
    /// Fetch all that was said of the attempt at hand.
    FetchMessages,
    /// Fetch the solution.
    FetchSolution(Number),
    /// Show the state as it is now.
    Draw,
    /// Give the terminal to the shell, and stop.
    Suspend,
    /// End.
    Quit,
}
