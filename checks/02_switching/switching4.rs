//! What the learner's file must offer:
//! ```
//! pub fn slow_checksum(file: &[u8]) -> u64
//! pub async fn checksum_of(
//!     file: Vec<u8>,
//!     checksum: impl FnOnce(&[u8]) -> u64 + Send + 'static,
//! ) -> u64
//! ```

use exercise::{checksum_of, slow_checksum};
use futures::FutureExt;
use probe::{Checked, Fact, Lab, LostBy, Polled, Run, at_most, ms};
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::timeout;

probe::checks! {
    /// `checksum_of` returns the given function's checksum of the whole file.
    the_checksum_is_right: wall_clock,
    /// While the checksum is computed, other tasks run, and the waiting task sleeps until it's
    /// woken.
    others_run_meanwhile: wall_clock,
    /// A checksum that panics has no result: the panic reaches the code that awaits it.
    a_panic_is_not_swallowed: wall_clock,
}

/// How many turns the other task gets before the work ends.
const BEATS: u64 = 15;
/// After this long without a turn, none will come. No right answer ever waits this long.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// On the runtime's own thread nothing else can run, so a short wait is enough.
const IN_VAIN: Duration = Duration::from_millis(120);
/// Once is enough; a few more do no harm.
const WAKES: u64 = 5;

/// Work that has ended long ago, and nobody was woken for so long, never will be.
const LONG_AGO: Duration = Duration::from_secs(3);

/// One type for all work, so what is generic in it is compiled only once. An answer may ask for all that a
/// closure can be: it's `Clone`, too.
fn work(
    work: impl Fn(&[u8]) -> u64 + Send + Sync + 'static,
) -> Arc<dyn Fn(&[u8]) -> u64 + Send + Sync> {
    Arc::new(work)
}

/// The learner's future.
fn checksum(
    file: Vec<u8>,
    work: Arc<dyn Fn(&[u8]) -> u64 + Send + Sync>,
) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(checksum_of(file, move |file: &[u8]| work(file)))
}

/// Polls it when it is woken, until it's known that it never will be.
async fn awaited<T>(lab: &mut Lab, future: impl Future<Output = T>) -> Checked<Run<T>> {
    let mut polls = 0;
    let mut future = pin!(future);
    let running = lab.run(poll_fn(|context| {
        polls += 1;
        future.as_mut().poll(context)
    }));
    let polled = timeout(LONG_AGO, lab.poll_when_woken(running)).await;
    let by = match polled {
        Ok(Polled {
            value: Some(run), ..
        }) => return Ok(run),
        Ok(polled) => polled.lost.unwrap_or(LostBy::NotCalled),
        Err(_) => LostBy::NotCalled,
    };
    if polls > WAKES {
        return lab.find(Fact::KeptLooking {
            what: "`checksum_of`".into(),
            looks: polls,
            took_ms: LONG_AGO.as_millis() as u64,
        });
    }
    lab.find(Fact::LostWakeUp {
        what: "`checksum_of`".into(),
        polls,
        by,
    })
}

/// What the work saw.
struct Worked {
    beats: u64,
    took: Duration,
}

/// The work ends when the other task has had enough turns, so a slow machine only takes longer. A
/// blocked runtime never makes it end early.
async fn others_run_meanwhile(lab: &mut Lab) -> Checked {
    let runtime = thread::current().id();
    let heart = lab.heartbeat(ms(5));
    let listener = heart.listener();
    let sum = lab.random().u64(1..);
    let seen = Arc::new(OnceLock::new());
    let note = Arc::clone(&seen);
    let work = work(move |_| {
        let began = Instant::now();
        let here = thread::current().id() == runtime;
        let beats = listener.hear(BEATS, if here { IN_VAIN } else { PATIENCE });
        let took = began.elapsed();
        note.get_or_init(|| Worked { beats, took });
        sum
    });
    let run = awaited(lab, checksum(vec![1; 10], work)).await?;
    // Without it, the work may still be running, and doesn't show what it blocks.
    lab.expect_eq("the checksum that was awaited", run.value, sum)?;
    let Some(worked) = seen.get() else {
        return Ok(());
    };
    if worked.beats < BEATS {
        // With no turn at all, some poll blocked the thread for as long as the work took: this
        // future's, or that of a task it spawned.
        let all_along = if worked.beats == 0 {
            worked.took
        } else {
            ms(0)
        };
        let held = all_along.max(run.longest_poll);
        return lab.find(Fact::ExecutorHeld {
            what: "`checksum_of`".into(),
            longest_poll_real_ms: held.as_millis() as u64,
            beats: worked.beats,
            at_least_beats: BEATS,
        });
    }
    // An answer that blocks in short slices lets others run only when it yields, so its yields are
    // counted too.
    lab.expect_yields("`checksum_of`", run.yields, at_most(WAKES))?;
    Ok(())
}

/// Slow enough that an answer that doesn't wait returns without it.
async fn the_checksum_is_right(lab: &mut Lab) -> Checked {
    for length in [lab.random().usize(5_000..90_000), 0] {
        let mut file = vec![0; length];
        lab.random().fill(&mut file);
        let salt = lab.random().u64(1..);
        let expected = slow_checksum(&file) ^ salt;
        let work = work(move |file| {
            thread::sleep(ms(50));
            slow_checksum(file) ^ salt
        });
        let run = awaited(lab, checksum(file, work)).await?;
        lab.expect_eq(
            &format!("the checksum of {length} bytes"),
            run.value,
            expected,
        )?;
    }
    Ok(())
}

async fn a_panic_is_not_swallowed(lab: &mut Lab) -> Checked {
    let work = work(|_| {
        thread::sleep(ms(20));
        panic!("this file can't be read")
    });
    let caught = AssertUnwindSafe(checksum(vec![1; 10], work)).catch_unwind();
    match awaited(lab, caught).await?.value {
        Ok(sum) => lab.find(Fact::WrongValue {
            what: "the outcome of a checksum that panics".into(),
            expected: "a panic".into(),
            got: format!("{sum}"),
        }),
        Err(_) => Ok(()),
    }
}
