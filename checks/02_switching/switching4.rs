//! What the learner's file must offer:
//! ```
//! pub fn slow_checksum(file: &[u8]) -> u64
//! pub async fn checksum_of(
//!     file: Vec<u8>,
//!     checksum: impl FnOnce(&[u8]) -> u64 + Send + 'static,
//! ) -> u64
//! ```

use exercise::{checksum_of, slow_checksum};
use probe::{Checked, Fact, Lab, at_most, ms};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

probe::checks! {
    /// `checksum_of` returns the given function's checksum of the whole file.
    the_checksum_is_right: wall_clock,
    /// While the checksum is computed, other tasks run, and the waiting task sleeps until it's
    /// woken.
    others_run_meanwhile: wall_clock,
}

/// How many turns the other task gets before the work ends.
const BEATS: u64 = 15;
/// After this long without a turn, none will come. No right answer ever waits this long.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// On the runtime's own thread nothing else can run, so a short wait is enough.
const IN_VAIN: Duration = Duration::from_millis(120);
/// Once is enough; a few more do no harm.
const WAKES: u64 = 5;

/// One type for all work, so what is generic in it is compiled only once.
type Work = Box<dyn Fn(&[u8]) -> u64 + Send + Sync>;

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
    let work: Work = Box::new(move |_| {
        let began = Instant::now();
        let here = thread::current().id() == runtime;
        let beats = listener.hear(BEATS, if here { IN_VAIN } else { PATIENCE });
        let took = began.elapsed();
        note.get_or_init(|| Worked { beats, took });
        sum
    });
    let run = lab.run(checksum_of(vec![1; 10], work)).await;
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
    let mut file = vec![0; 1_000];
    lab.random().fill(&mut file);
    let salt = lab.random().u64(1..);
    let expected = slow_checksum(&file) ^ salt;
    let work: Work = Box::new(move |file| {
        thread::sleep(ms(50));
        slow_checksum(file) ^ salt
    });
    let sum = checksum_of(file, work).await;
    lab.expect_eq("the checksum", sum, expected)
}
