//! What the learner's file must offer:
//! ```
//! pub fn slow_checksum(file: &[u8]) -> u64
//! pub async fn checksum_of(
//!     file: Vec<u8>,
//!     checksum: impl FnOnce(&[u8]) -> u64 + Send + 'static,
//! ) -> u64
//! ```

use exercise::{checksum_of, slow_checksum};
use probe::{Fact, Lab, at_most, ms};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

probe::checks! {
    /// What comes back is what the given function works out of the whole file.
    the_checksum_is_right: wall_clock,
    /// While the checksum is worked out other tasks run, and its own sleeps until it is woken.
    others_run_meanwhile: wall_clock,
}

/// So often the other task has a turn before the work comes to its end.
const BEATS: u64 = 15;
/// After so long without turns they will not come any more. No right answer ever waits for it.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// On the runtime's own thread nothing else can run: no need to wait long for what cannot come.
const IN_VAIN: Duration = Duration::from_millis(120);
/// Once is enough; nobody minds a few more.
const WAKES: u64 = 5;

/// One type for all work, so that what is generic in it is compiled once.
type Work = Box<dyn Fn(&[u8]) -> u64 + Send + Sync>;

/// What the work saw.
struct Worked {
    beats: u64,
    took: Duration,
}

/// The work goes on until it has heard the other task often enough: on a slow machine it only takes
/// longer. It never ends before its time because of a runtime that is blocked.
async fn others_run_meanwhile(lab: &mut Lab) {
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
    // Without it, the work may still be going on, and says nothing about whom it holds up.
    lab.expect_eq("the checksum that was waited for", run.value, sum);
    let Some(worked) = seen.get() else {
        return;
    };
    if worked.beats < BEATS {
        // With no turn at all, some poll held the thread as long as the work took: this future's, or
        // that of a task it spawned.
        let all_along = if worked.beats == 0 {
            worked.took
        } else {
            ms(0)
        };
        let held = all_along.max(run.longest_poll);
        lab.find(Fact::ExecutorHeld {
            what: "the checksum".into(),
            longest_poll_real_ms: held.as_millis() as u64,
            beats: worked.beats,
            at_least_beats: BEATS,
        });
        return;
    }
    // Who blocks a little at a time gives the others a turn only when it asks again, so that their
    // turns are counted here too.
    lab.expect_yields("the wait for the checksum", run.yields, at_most(WAKES));
}

/// Slow enough that whoever does not wait for it comes back without it.
async fn the_checksum_is_right(lab: &mut Lab) {
    let mut file = vec![0; 1_000];
    lab.random().fill(&mut file);
    let salt = lab.random().u64(1..);
    let expected = slow_checksum(&file) ^ salt;
    let work: Work = Box::new(move |file| {
        thread::sleep(ms(50));
        slow_checksum(file) ^ salt
    });
    let sum = checksum_of(file, work).await;
    lab.expect_eq("the checksum", sum, expected);
}
