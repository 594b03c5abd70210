//! The closed set of facts that a judgement can rest on, each with the numbers that were
//! measured. How they are worded is decided elsewhere, in one place.

use nanoserde::{DeJson, SerJson};
#[cfg(feature = "serde")]
use serde::Serialize;

/// A fact about what the program did, and where.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct Finding {
    /// What was measured.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub fact: Fact,
    /// The learner's line that did it, where it is known.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub place: Option<Place>,
}

/// A line of the learner's file.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct Place {
    /// As the compiler was told it.
    pub file: String,
    /// From 1.
    pub line: u32,
}

/// A task of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct Task {
    /// Where it was spawned, when that was in the learner's file.
    pub spawned_at: Option<Place>,
    /// What the check calls it, when the check spawned it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// What it waits for: one wait, or one for each branch of a `join!` or `select!`; none where
    /// it is not known.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub waits: Vec<Wait>,
}

/// One thing that a task waits for.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct Wait {
    /// The learner's line with the `.await`, where there is one.
    pub place: Option<Place>,
    /// For what, as a noun phrase: "a Mutex".
    pub on: String,
}

impl Wait {
    /// What somebody waits for who is woken by the clock alone.
    pub const TIMER: &str = "a timer";
    /// What somebody waits for who has only let the others run.
    pub const NEXT_TURN: &str = "its next turn";
}

/// Why a future that returned `Pending` was never woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum LostBy {
    /// Nobody kept its waker.
    NotKept,
    /// Somebody kept its waker and never called it.
    NotCalled,
    /// The waker of an earlier poll was kept, or called, and the last one was not.
    OldWaker,
}

/// Why a future, or a value, cannot move to another thread.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum NotSendBy {
    /// It keeps something that must stay on its thread.
    Keeps,
    /// It need not: only this function or trait of the learner's asks for it.
    Bound(String),
    /// It may well, but its signature doesn't promise that.
    Signature,
}

/// What was measured. `what` is always a noun phrase of the exercise's own story ("the three
/// requests"), fit to begin a sentence once its first letter is raised. Times are in
/// milliseconds, of the virtual clock unless a field says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "kebab-case"))]
#[allow(
    missing_docs,
    reason = "the variants' sentences say what each field is"
)]
pub enum Fact {
    /// A value is not the expected one.
    WrongValue {
        what: String,
        expected: String,
        got: String,
    },
    /// The right things in the wrong order, or not the right things at all.
    WrongOrder {
        what: String,
        expected: Vec<String>,
        got: Vec<String>,
    },
    /// Some of what should have come out did not.
    Lost {
        what: String,
        missing: Vec<String>,
        got: Vec<String>,
    },
    /// Waits that could overlap followed one another.
    Sequential {
        what: String,
        took_ms: u64,
        at_best_ms: u64,
    },
    /// The thread itself waited, so that nothing else could run: real time went by and the
    /// runtime's clock did not.
    BlockedThread {
        what: String,
        held_real_ms: u64,
        took_ms: u64,
    },
    /// It took longer than promised.
    TooSlow {
        what: String,
        took_ms: u64,
        at_most_ms: u64,
    },
    /// It was done before it can have been.
    TooFast {
        what: String,
        took_ms: u64,
        at_least_ms: u64,
    },
    /// The waits between attempts are not the ones asked for.
    WrongDelays {
        what: String,
        expected_ms: Vec<u64>,
        got_ms: Vec<u64>,
    },
    /// It waited for the clock where no waiting was asked for.
    UsedTheClock { what: String, took_ms: u64 },
    /// A future was made and then dropped without ever being polled.
    NeverRan { what: String },
    /// A future was polled, and dropped after so long, before it had finished.
    Unfinished { what: String, after_ms: u64 },
    /// It ran in a task that nobody awaits, not in the future that was awaited.
    NotAwaited { what: String, tasks: Vec<Task> },
    /// It ran on a thread of its own, not on the one that it was meant to run on.
    OtherThread { what: String },
    /// It happened when the coroutine function was called, not when its object was awaited.
    RanEarly { what: String },
    /// It happened only when the object was awaited, not when the function was called.
    RanLate { what: String },
    /// Tasks outlive the function that started them.
    StillRunning { what: String, tasks: Vec<Task> },
    /// A task was spawned where none was asked for.
    Spawned { what: String, tasks: Vec<Task> },
    /// The runtime's thread was held, so that other tasks could not run meanwhile.
    ExecutorHeld {
        what: String,
        longest_poll_real_ms: u64,
        beats: u64,
        at_least_beats: u64,
    },
    /// It went on and on in one single poll, though every step gave it the chance to stop.
    TooMuchInOnePoll {
        what: String,
        most: u64,
        at_most: u64,
    },
    /// The coroutine did not give way as often as promised.
    TooFewYields {
        what: String,
        yields: u64,
        at_least: u64,
    },
    /// It gave way so often that switching costs more than the work.
    TooManyYields {
        what: String,
        yields: u64,
        at_most: u64,
    },
    /// More of them at once than allowed.
    TooManyAtOnce {
        what: String,
        most: u64,
        at_most: u64,
    },
    /// Fewer of them at once than there could have been.
    TooFewAtOnce {
        what: String,
        most: u64,
        at_least: u64,
    },
    /// The work was spread over threads.
    TooManyThreads {
        what: String,
        threads: u64,
        at_most: u64,
    },
    /// What is alive across its `.await`s makes a future big.
    FutureTooBig {
        what: String,
        bytes: u64,
        at_most_bytes: u64,
    },
    /// More memory is kept than the story allows.
    TooMuchMemory {
        what: String,
        bytes: u64,
        at_most_bytes: u64,
    },
    /// Called more often than the story allows.
    TooManyCalls {
        what: String,
        calls: u64,
        at_most: u64,
    },
    /// Called less often than the story needs.
    TooFewCalls {
        what: String,
        calls: u64,
        at_least: u64,
    },
    /// It was polled, was not ready, and was never woken again.
    LostWakeUp {
        what: String,
        polls: u64,
        by: LostBy,
    },
    /// It had itself polled again and again while the clock stood still.
    BusyPoll {
        what: String,
        polls: u64,
        at_most: u64,
    },
    /// A thread was on a processor for most of the time that it had only to wait. In real time.
    BusyWait {
        what: String,
        busy_real_ms: u64,
        took_real_ms: u64,
    },
    /// It woke up again and again to look whether what it waits for is there.
    KeptLooking {
        what: String,
        looks: u64,
        took_ms: u64,
    },
    /// What must always hold does not, though nobody disturbed it.
    Broken { what: String, broken: String },
    /// What must always hold does not once the future was dropped at one of its waits. Its 0th
    /// is before the first poll.
    BrokenByCancel {
        what: String,
        at_wait: u64,
        of_waits: u64,
        /// At how many places it breaks, of `of_waits` and one: before the first poll.
        broken_waits: u64,
        /// What the wait was for ("a Mutex"), where that is known.
        waits_for: Option<String>,
        broken: String,
    },
    /// What must always hold does not when the tasks take their turns in this order.
    BrokenByOrder {
        what: String,
        /// The order with the fewest switches: "Ann reads the balance: 100".
        steps: Vec<String>,
        broken: String,
        /// Some of the tasks can never go on.
        stuck: bool,
        tried: u64,
        broken_orders: u64,
        /// How many there are: exactly when all were tried, else an estimate.
        of_orders: u64,
    },
    /// The learner's code panicked.
    Panicked { message: String },
    /// A runtime was started, or blocked on, from inside a runtime.
    NestedRuntime { message: String },
    /// Everything waits and nothing is left that could wake it.
    Deadlocked {
        what: String,
        tasks: Vec<Task>,
        /// Tasks, by their numbers in `tasks` from 0: each waits for the next one, and the last
        /// for the first. Empty where no circle was measured.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
        cycle: Vec<usize>,
    },
    /// The check's program was still polling, or waiting, when its time was over.
    Hung {
        limit_real_ms: u64,
        polling_real_ms: Option<u64>,
        /// What the check calls the task whose poll has not returned, if it has a name.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        task: Option<String>,
        /// Where that task was spawned, when that was in the learner's file.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        spawned_at: Option<Place>,
        /// The last line of the loop that the poll was seen in; the finding's place is the first.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        spins_until: Option<Place>,
        /// The calls that lead there, the innermost first.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
        called_from: Vec<Place>,
    },
    /// The program ended inside a check, before the check could be judged.
    EndedEarly { status: String },
    /// The learner's file does not offer what the exercise asks for.
    Interface { asks: String, problem: String },
    /// A plain function stands where a coroutine function was asked for.
    NotAsync { asks: String, problem: String },
    /// A future that has to move between threads cannot.
    NotSend {
        asks: String,
        problem: String,
        why: NotSendBy,
    },
    /// Something has to live for ever (`'static`) that the caller only lends.
    NeedsStatic { asks: String },
}

impl Fact {
    /// The fact's name as it is serialised: `wrong-value`, `sequential`, …
    ///
    /// ```
    /// let fact = report::Fact::NeverRan { what: "the greeting".into() };
    /// assert_eq!(fact.kind(), "never-ran");
    /// ```
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::WrongValue { .. } => "wrong-value",
            Self::WrongOrder { .. } => "wrong-order",
            Self::Lost { .. } => "lost",
            Self::Sequential { .. } => "sequential",
            Self::BlockedThread { .. } => "blocked-thread",
            Self::TooSlow { .. } => "too-slow",
            Self::TooFast { .. } => "too-fast",
            Self::WrongDelays { .. } => "wrong-delays",
            Self::UsedTheClock { .. } => "used-the-clock",
            Self::NeverRan { .. } => "never-ran",
            Self::Unfinished { .. } => "unfinished",
            Self::NotAwaited { .. } => "not-awaited",
            Self::OtherThread { .. } => "other-thread",
            Self::RanEarly { .. } => "ran-early",
            Self::RanLate { .. } => "ran-late",
            Self::StillRunning { .. } => "still-running",
            Self::Spawned { .. } => "spawned",
            Self::ExecutorHeld { .. } => "executor-held",
            Self::TooMuchInOnePoll { .. } => "too-much-in-one-poll",
            Self::TooFewYields { .. } => "too-few-yields",
            Self::TooManyYields { .. } => "too-many-yields",
            Self::TooManyAtOnce { .. } => "too-many-at-once",
            Self::TooFewAtOnce { .. } => "too-few-at-once",
            Self::TooManyThreads { .. } => "too-many-threads",
            Self::FutureTooBig { .. } => "future-too-big",
            Self::TooMuchMemory { .. } => "too-much-memory",
            Self::TooManyCalls { .. } => "too-many-calls",
            Self::TooFewCalls { .. } => "too-few-calls",
            Self::LostWakeUp { .. } => "lost-wake-up",
            Self::BusyPoll { .. } => "busy-poll",
            Self::BusyWait { .. } => "busy-wait",
            Self::KeptLooking { .. } => "kept-looking",
            Self::Broken { .. } => "broken",
            Self::BrokenByCancel { .. } => "broken-by-cancel",
            Self::BrokenByOrder { .. } => "broken-by-order",
            Self::Panicked { .. } => "panicked",
            Self::NestedRuntime { .. } => "nested-runtime",
            Self::Deadlocked { .. } => "deadlocked",
            Self::Hung { .. } => "hung",
            Self::EndedEarly { .. } => "ended-early",
            Self::Interface { .. } => "interface",
            Self::NotAsync { .. } => "not-async",
            Self::NotSend { .. } => "not-send",
            Self::NeedsStatic { .. } => "needs-static",
        }
    }
}
