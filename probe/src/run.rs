//! **clock**, **polls** and **blocked**: one future, driven to its end and measured.
//!
//! Virtual time is what tokio's paused clock says: it stands while any task can run and jumps
//! to the next timer when none can. Real time is the machine's, so only large differences of
//! it mean anything. A poll is held as long as the future's `poll` does not return.

use crate::kept::Kept;
use crate::timeline::{Life, Recorder};
use pin_project_lite::pin_project;
use report::RowKind;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant as RealInstant};
use tokio::time::Instant;

/// What was measured of one future.
#[derive(Debug, Clone)]
pub struct Run<T> {
    /// What it gave.
    pub value: T,
    /// From the first poll to the last, on the runtime's clock.
    pub took: Duration,
    /// The same in real time.
    pub took_real: Duration,
    /// The longest single poll, in real time: so long no other task could run.
    pub longest_poll: Duration,
    /// How often it gave way: returned `Pending`, so that other tasks had a turn.
    pub yields: u64,
}

impl<T> Run<T> {
    /// The same measurements, of a future that gave `value`.
    pub fn with<U>(&self, value: U) -> Run<U> {
        Run {
            value,
            took: self.took,
            took_real: self.took_real,
            longest_poll: self.longest_poll,
            yields: self.yields,
        }
    }
}

/// Knows whether a poll is going on, and counts them.
#[derive(Clone, Default)]
pub(crate) struct PollWatch {
    clock: Arc<PollClock>,
}

struct PollClock {
    origin: RealInstant,
    /// Microseconds after `origin` at which the current poll began, plus one; 0 between polls.
    began: AtomicU64,
    count: AtomicU64,
    whose: Mutex<Whose>,
    still: Mutex<Still>,
    busy: AtomicBool,
}

/// Since when the runtime's clock stands still.
#[derive(Default)]
struct Still {
    at: Option<Instant>,
    /// How many polls had begun then.
    since: u64,
    since_real: Option<RealInstant>,
    /// An earlier check was busy.
    before: bool,
    /// How many there were when there were too many.
    polls: u64,
    /// Told when there were too many.
    driver: Option<Waker>,
    /// Whose poll was the last one then.
    whose: Whose,
}

/// So many polls at one moment of the clock will not come to an end. No check needs as many: what runs
/// anew, for another order or another input, is counted from its beginning.
const MOST_AT_ONE_TIME: u64 = 200_000;

/// So many are too many when they take [`LONG`].
const MANY_AT_ONE_TIME: u64 = 50_000;

/// In real time.
const LONG: Duration = Duration::from_millis(700);

/// One poll in so many looks at the clock.
const NOW_AND_THEN: u64 = 4_096;

/// Whose poll it is.
#[derive(Debug, Clone, Default)]
pub(crate) enum Whose {
    /// The check's own, which may well poll the learner's futures.
    #[default]
    Checks,
    /// A task's that was spawned here.
    SpawnedAt(&'static Location<'static>),
    /// A task's that the check gave this name.
    Named(Arc<str>),
}

impl Default for PollClock {
    fn default() -> Self {
        Self {
            origin: RealInstant::now(),
            began: AtomicU64::new(0),
            count: AtomicU64::new(0),
            whose: Mutex::default(),
            still: Mutex::default(),
            busy: AtomicBool::new(false),
        }
    }
}

impl PollWatch {
    /// A poll begins, within the task whose poll has begun before.
    pub(crate) fn enter(&self) {
        self.clock.began.store(self.now_us() + 1, Ordering::Relaxed);
        let count = self.clock.count.fetch_add(1, Ordering::Relaxed) + 1;
        if count.is_multiple_of(NOW_AND_THEN) {
            self.look_at_the_clock(count);
        }
    }

    fn look_at_the_clock(&self, count: u64) {
        let now = Some(Instant::now());
        let mut still = self.still();
        if still.at != now {
            (still.at, still.since) = (now, count);
            still.since_real = Some(RealInstant::now());
            return;
        }
        let patience = if still.before { 5 } else { 1 };
        let polls = count - still.since;
        let long = still
            .since_real
            .map_or(Duration::ZERO, |since| since.elapsed());
        if polls > MOST_AT_ONE_TIME / patience
            || polls > MANY_AT_ONE_TIME / patience && long > LONG / patience as u32
        {
            still.polls = polls;
            still.whose = self.whose();
            self.clock.busy.store(true, Ordering::Release);
            if let Some(driver) = &still.driver {
                driver.wake_by_ref();
            }
        }
    }

    /// A check begins, and knows whether an earlier one was busy: then this one probably is too, and sooner
    /// taken for it. All the checks of a program share its time limit.
    pub(crate) fn begin_check(&self) {
        let was_busy = self.clock.busy.load(Ordering::Acquire);
        self.begin_anew();
        self.still().before |= was_busy;
    }

    /// Something begins anew: what was polled before doesn't count.
    pub(crate) fn begin_anew(&self) {
        self.still().at = None;
        self.clock.busy.store(false, Ordering::Release);
    }

    /// Ready as soon as there were more than [`MOST_AT_ONE_TIME`] polls while the clock stood still. Gives
    /// whose they were, and how many.
    pub(crate) fn poll_busy(&self, context: &mut Context<'_>) -> Poll<(Whose, u64)> {
        let mut still = self.still();
        if self.clock.busy.load(Ordering::Acquire) {
            return Poll::Ready((still.whose.clone(), still.polls));
        }
        match &mut still.driver {
            Some(known) => known.clone_from(context.waker()),
            none => *none = Some(context.waker().clone()),
        }
        Poll::Pending
    }

    fn still(&self) -> MutexGuard<'_, Still> {
        let still = self.clock.still.lock();
        still.unwrap_or_else(PoisonError::into_inner)
    }

    /// A poll of the task that was spawned at `location` begins.
    pub(crate) fn enter_task(&self, location: &'static Location<'static>) {
        *self.whose_mut() = Whose::SpawnedAt(location);
        self.enter();
    }

    /// A poll of the check's own begins, or of a task that it gave a name.
    pub(crate) fn enter_named(&self, name: Option<&Arc<str>>) {
        *self.whose_mut() = name.cloned().map_or(Whose::Checks, Whose::Named);
        self.enter();
    }

    pub(crate) fn leave(&self) {
        self.clock.began.store(0, Ordering::Relaxed);
    }

    /// Whose poll the current one is.
    pub(crate) fn whose(&self) -> Whose {
        self.whose_mut().clone()
    }

    fn whose_mut(&self) -> MutexGuard<'_, Whose> {
        let whose = self.clock.whose.lock();
        whose.unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of polls begun so far: two moments with the same number are in one poll.
    pub(crate) fn count(&self) -> u64 {
        self.clock.count.load(Ordering::Relaxed)
    }

    /// How long the current poll has been going on, if there is one.
    pub(crate) fn polling_for(&self) -> Option<Duration> {
        let began = self.clock.began.load(Ordering::Relaxed).checked_sub(1)?;
        Some(Duration::from_micros(self.now_us().saturating_sub(began)))
    }

    fn now_us(&self) -> u64 {
        u64::try_from(self.clock.origin.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

pin_project! {
    /// Drives a future to its end and measures it.
    ///
    /// Each check compiles this anew for each future that it measures, so it does no more than to keep what
    /// the future gives; what measures is compiled once, with the probe.
    #[must_use = "it does nothing until it is awaited"]
    pub struct Running<F: Future> {
        #[pin]
        future: F,
        value: Option<F::Output>,
        measuring: Measuring,
    }
}

impl<F: Future> Running<F> {
    pub(crate) fn new(future: F, measuring: Measuring) -> Self {
        Self {
            future,
            value: None,
            measuring,
        }
    }
}

impl<F: Future> Future for Running<F> {
    type Output = Run<F::Output>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut kept = Kept::new(this.future, this.value);
        let kept: Pin<&mut Kept<'_, F>> = Pin::new(&mut kept);
        let polled = this.measuring.poll(kept, context);
        // It is there as soon as the future has come to its end.
        polled.map(|run| match this.value.take() {
            Some(value) => run.with(value),
            None => unreachable!("it has come to its end"),
        })
    }
}

/// What is measured while a future is polled.
pub(crate) struct Measuring {
    polls: PollWatch,
    recorder: Recorder,
    life: Option<Life>,
    began: Option<(Instant, RealInstant)>,
    longest_poll: Duration,
    yields: u64,
}

impl Measuring {
    pub(crate) fn new(polls: &PollWatch, recorder: &Recorder) -> Self {
        polls.begin_anew();
        Self {
            polls: polls.clone(),
            recorder: recorder.clone(),
            life: None,
            began: None,
            longest_poll: Duration::ZERO,
            yields: 0,
        }
    }

    /// Polls `future`, always the same one.
    fn poll(
        &mut self,
        future: Pin<&mut (dyn Future<Output = ()> + '_)>,
        context: &mut Context<'_>,
    ) -> Poll<Run<()>> {
        let poll_began = RealInstant::now();
        let life = self
            .life
            .get_or_insert_with(|| Life::begin(&self.recorder, RowKind::Call, None));
        let (began, began_real) = *self.began.get_or_insert((Instant::now(), poll_began));
        self.polls.enter();
        let poll = life.poll(future, context);
        self.longest_poll = self.longest_poll.max(poll_began.elapsed());
        match poll {
            Poll::Pending => {
                self.yields += 1;
                Poll::Pending
            }
            Poll::Ready(()) => {
                if let Some(life) = self.life.take() {
                    life.done();
                }
                Poll::Ready(Run {
                    value: (),
                    took: began.elapsed(),
                    took_real: began_real.elapsed(),
                    longest_poll: self.longest_poll,
                    yields: self.yields,
                })
            }
        }
    }
}
