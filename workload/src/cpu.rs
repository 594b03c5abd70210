//! Computing: tasks that add up a checksum without an await, while heartbeats want to go on.
//!
//! A heartbeat is due each millisecond; how late it is says who is kept waiting, and how long. One
//! that is held back for 30 ms has missed thirty beats, and each of them counts.

use crate::runtime::{Runtime, Started};
use crate::schedule::{Schedule, thread_sleep_until};
use crate::timers::{sleep_on_smol, sleep_on_tokio};
use std::hint::black_box;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

/// So many tasks compute.
pub(crate) const TASKS: u32 = 8;
/// Beats of all heartbeats together.
pub(crate) const BEATS_PER_SECOND: u32 = HEARTS * 1_000;
const HEARTS: u32 = 4;
const EVERY: Duration = Duration::from_millis(1);
/// What a task takes on a processor of its own, about.
const TAKES: Duration = Duration::from_millis(8);
/// Bytes that a round goes over.
const BLOCK: usize = 64 << 10;

/// What one task has to do: the same for all four runtimes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Task {
    pub(crate) rounds: u32,
}

impl Task {
    /// As many rounds as take this machine [`TAKES`]; the fastest of some tries, because whatever
    /// else runs on the machine can only make it slower.
    pub(crate) fn of_this_machine() -> Self {
        const TRIES: usize = 20;
        let round = (0..TRIES)
            .map(|_| {
                let began = Instant::now();
                Self { rounds: 1 }.compute();
                began.elapsed()
            })
            .min();
        let round = round.unwrap_or(TAKES).max(Duration::from_nanos(1));
        let rounds = TAKES.as_nanos().div_ceil(round.as_nanos());
        Self {
            rounds: u32::try_from(rounds).unwrap_or(u32::MAX),
        }
    }

    /// What it goes over.
    pub(crate) fn megabytes(self) -> f64 {
        f64::from(self.rounds) * BLOCK as f64 / 1e6
    }

    /// Megabytes that a processor does in a second when it has nothing else to do.
    pub(crate) fn alone(self) -> f64 {
        self.megabytes() / TAKES.as_secs_f64()
    }

    /// Adds it up, as Adler-32 does.
    fn compute(self) {
        let block = [7_u8; BLOCK];
        let (mut sum, mut sums) = (1_u32, 0_u32);
        for _ in 0..self.rounds {
            for byte in black_box(&block) {
                sum = (sum + u32::from(*byte)) % 65_521;
                sums = (sums + sum) % 65_521;
            }
        }
        black_box(sums << 16 | sum);
    }
}

/// The tasks of one measurement, until the last of them is over.
struct Work {
    task: Task,
    left: AtomicU32,
    over: OnceLock<Instant>,
}

impl Work {
    fn new(task: Task) -> Arc<Self> {
        Arc::new(Self {
            task,
            left: AtomicU32::new(TASKS),
            over: OnceLock::new(),
        })
    }

    fn do_one_task(&self) {
        self.task.compute();
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            // Only one of them is the last.
            let _set = self.over.set(Instant::now());
        }
    }

    /// Whether a beat of that moment lies behind the work.
    fn was_over_at(&self, due: Instant) -> bool {
        self.over.get().is_some_and(|over| due > *over)
    }
}

/// How late the beats were that fell due while the tasks computed, and the megabytes a second.
pub(crate) fn measure(runtime: Runtime, task: Task) -> io::Result<(Vec<Duration>, f64)> {
    let started = runtime.start()?;
    let work = Work::new(task);
    let schedules: Vec<Schedule> = Schedule::spread(HEARTS, EVERY).collect();
    let begins = schedules[0].counted_from();
    let samples = match started {
        Started::Tokio(runtime) => runtime.block_on(on_tokio(&work, schedules, begins))?,
        Started::Smol => smol::block_on(on_smol(&work, schedules, begins)),
        Started::Threads => on_threads(&work, schedules, begins)?,
    };
    let over = work.over.get().copied().unwrap_or_else(Instant::now);
    let took = over.saturating_duration_since(begins).as_secs_f64();
    let rate = task.megabytes() * f64::from(TASKS) / took.max(1e-9);
    Ok((samples, rate))
}

async fn on_tokio(
    work: &Arc<Work>,
    schedules: Vec<Schedule>,
    begins: Instant,
) -> io::Result<Vec<Duration>> {
    let hearts: Vec<_> = schedules
        .into_iter()
        .map(|schedule| tokio::spawn(beat(Arc::clone(work), schedule, sleep_on_tokio)))
        .collect();
    sleep_on_tokio(begins).await;
    for _ in 0..TASKS {
        let work = Arc::clone(work);
        drop(tokio::spawn(async move { work.do_one_task() }));
    }
    let mut samples = Vec::new();
    for heart in hearts {
        samples.extend(heart.await.map_err(io::Error::other)?);
    }
    Ok(samples)
}

async fn on_smol(work: &Arc<Work>, schedules: Vec<Schedule>, begins: Instant) -> Vec<Duration> {
    let hearts: Vec<_> = schedules
        .into_iter()
        .map(|schedule| smol::spawn(beat(Arc::clone(work), schedule, sleep_on_smol)))
        .collect();
    sleep_on_smol(begins).await;
    for _ in 0..TASKS {
        let work = Arc::clone(work);
        smol::spawn(async move { work.do_one_task() }).detach();
    }
    let mut samples = Vec::new();
    for heart in hearts {
        samples.extend(heart.await);
    }
    samples
}

fn on_threads(work: &Work, schedules: Vec<Schedule>, begins: Instant) -> io::Result<Vec<Duration>> {
    thread::scope(|scope| {
        let hearts: Vec<_> = schedules
            .into_iter()
            .map(|schedule| scope.spawn(move || beat_on_a_thread(work, schedule)))
            .collect();
        thread_sleep_until(begins);
        for _ in 0..TASKS {
            scope.spawn(|| work.do_one_task());
        }
        let mut samples = Vec::new();
        for heart in hearts {
            let beats = heart
                .join()
                .map_err(|_| io::Error::other("a heart panicked"))?;
            samples.extend(beats);
        }
        Ok(samples)
    })
}

async fn beat<S: Future>(
    work: Arc<Work>,
    schedule: Schedule,
    sleep_until: impl Fn(Instant) -> S,
) -> Vec<Duration> {
    let mut samples = Vec::new();
    for due in schedule.moments() {
        sleep_until(due).await;
        if work.was_over_at(due) {
            break;
        }
        schedule.note(due, &mut samples);
    }
    samples
}

fn beat_on_a_thread(work: &Work, schedule: Schedule) -> Vec<Duration> {
    let mut samples = Vec::new();
    for due in schedule.moments() {
        thread_sleep_until(due);
        if work.was_over_at(due) {
            break;
        }
        schedule.note(due, &mut samples);
    }
    samples
}
