//! Timers: many tasks that each wait for their own moments, and how late they are woken.

use crate::runtime::{Runtime, Started};
use crate::schedule::{Schedule, thread_sleep_until};
use std::io;
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

/// So many tasks, or threads.
pub(crate) const TIMERS: u32 = 200;
/// Each is due so often.
pub(crate) const EVERY: Duration = Duration::from_millis(10);
/// Enough for a thread that only sleeps.
const STACK: usize = 64 << 10;

/// From when each timer was due until its task ran.
pub(crate) fn measure(runtime: Runtime) -> io::Result<Vec<Duration>> {
    let started = runtime.start()?;
    let schedules = Schedule::spread(TIMERS, EVERY);
    let mut samples = Vec::new();
    match started {
        Started::Tokio(runtime) => runtime.block_on(async {
            let waiting: Vec<_> = schedules
                .map(|schedule| tokio::spawn(wait_often(schedule, sleep_on_tokio)))
                .collect();
            for one in waiting {
                samples.extend(one.await.map_err(io::Error::other)?);
            }
            io::Result::Ok(())
        })?,
        Started::Smol => smol::block_on(async {
            let waiting: Vec<_> = schedules
                .map(|schedule| smol::spawn(wait_often(schedule, sleep_on_smol)))
                .collect();
            for one in waiting {
                samples.extend(one.await);
            }
        }),
        Started::Threads => thread::scope(|scope| {
            let waiting: Vec<_> = schedules
                .map(|schedule| {
                    let wait = move || wait_often_on_a_thread(schedule);
                    Builder::new().stack_size(STACK).spawn_scoped(scope, wait)
                })
                .collect::<io::Result<_>>()?;
            for one in waiting {
                samples.extend(
                    one.join()
                        .map_err(|_| io::Error::other("a timer panicked"))?,
                );
            }
            io::Result::Ok(())
        })?,
    }
    Ok(samples)
}

/// Waits until then, on tokio's clock.
pub(crate) async fn sleep_on_tokio(due: Instant) {
    tokio::time::sleep_until(due.into()).await;
}

/// Waits until then, on smol's clock.
pub(crate) async fn sleep_on_smol(due: Instant) {
    smol::Timer::at(due).await;
}

async fn wait_often<S: Future>(
    schedule: Schedule,
    sleep_until: impl Fn(Instant) -> S,
) -> Vec<Duration> {
    let mut samples = Vec::new();
    for due in schedule.until_over() {
        sleep_until(due).await;
        schedule.note(due, &mut samples);
    }
    samples
}

fn wait_often_on_a_thread(schedule: Schedule) -> Vec<Duration> {
    let mut samples = Vec::new();
    for due in schedule.until_over() {
        thread_sleep_until(due);
        schedule.note(due, &mut samples);
    }
    samples
}
