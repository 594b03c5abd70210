//! What the learner's file must offer:
//! ```
//! pub fn slow_checksum(file: &[u8]) -> u64
//! pub async fn checksum_of(
//!     file: Vec<u8>,
//!     checksum: impl FnOnce(&[u8]) -> u64 + Send + 'static,
//! ) -> u64
//! ```

use exercise::{checksum_of, slow_checksum};
use probe::work::{into_place, panics};
use probe::{Checked, Fact, Lab, Run, at_most, ms};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

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

/// The learner's future, and where its sum will be.
fn checksum<'a>(
    sum: &'a mut Option<u64>,
    file: Vec<u8>,
    work: Arc<dyn Fn(&[u8]) -> u64 + Send + Sync>,
) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
    into_place(sum, checksum_of(file, move |file: &[u8]| work(file)))
}

/// Awaits it. The work has ended long ago when it is given up.
async fn awaited(
    lab: &mut Lab,
    future: Pin<Box<dyn Future<Output = ()> + '_>>,
) -> Checked<Run<()>> {
    match lab.awaited("`checksum_of`", LONG_AGO, future).await {
        Ok(run) => Ok(run),
        Err(fact) => lab.find(fact),
    }
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
    let mut got = None;
    let run = awaited(lab, checksum(&mut got, vec![1; 10], work)).await?;
    // Without it, the work may still be running, and doesn't show what it blocks.
    lab.expect_eq(
        "the checksum that was awaited",
        got.unwrap_or_default(),
        sum,
    )?;
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
        let mut sum = None;
        awaited(lab, checksum(&mut sum, file, work)).await?;
        let what = format!("the checksum of {length} bytes");
        lab.expect_eq(&what, sum.unwrap_or_default(), expected)?;
    }
    Ok(())
}

async fn a_panic_is_not_swallowed(lab: &mut Lab) -> Checked {
    let work = work(|_| {
        thread::sleep(ms(20));
        panic!("this file can't be read")
    });
    let mut sum = None;
    let panics = panics(checksum(&mut sum, vec![1; 10], work));
    awaited(lab, Box::pin(async { drop(panics.await) })).await?;
    match sum {
        Some(sum) => lab.find(Fact::WrongValue {
            what: "the outcome of a checksum that panics".into(),
            expected: "a panic".into(),
            got: format!("{sum}"),
        }),
        None => Ok(()),
    }
}
