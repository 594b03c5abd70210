//! What the learner's file must offer:
//! ```
//! pub async fn trip<M>(
//!     limit: Duration,
//!     row: impl Future<Output = String>,
//!     moor: M,
//! ) -> Result<String, Elapsed>
//! where
//!     M: Future<Output = ()> + Send + 'static,
//! ```

use exercise::trip;
use probe::gauge::Gauge;
use probe::work::panics;
use probe::{Checked, Fact, Lab, exactly, ms};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::sleep;

probe::checks! {
    /// A trip within its limit returns after the mooring, which doesn't count towards the limit.
    back_in_time,
    /// At the limit the rowing ends, the boat is moored, and `trip` returns an error.
    called_back_at_the_limit,
    /// If the future of the trip is dropped, the rowing ends and the boat is moored right away.
    nobody_waits_any_more,
    /// A rower who panics ends the trip, and the boat is moored all the same.
    the_rower_panics,
}

/// How long mooring takes.
const MOORING: Duration = ms(50);
/// By this time after a drop, the boat is moored.
const MOORED: Duration = ms(60);

const OUT: &str = "the boat is rowed out";
const BACK: &str = "the rower is back";
const MOOR: &str = "the mooring begins";
const FAST: &str = "the boat is moored";
const ELSEWHERE: &str = "there is no runtime here";

/// A dropped trip moors the boat, as another check found. Code whose destructor panics would end the
/// whole program when it does so in the middle of a panic.
static MOORS: AtomicBool = AtomicBool::new(false);

/// What happened, and whether the boat is out. Clones share it.
#[derive(Clone, Default)]
struct Log {
    lines: Arc<Mutex<Vec<&'static str>>>,
    rowing: Gauge,
}

impl Log {
    fn note(&self, what: &'static str) {
        let lines = self.lines.lock();
        lines.unwrap_or_else(PoisonError::into_inner).push(what);
    }

    fn lines(&self) -> Vec<&'static str> {
        let lines = self.lines.lock();
        lines.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is wrong, once everything should be over.
    fn what_is_wrong(&self) -> Option<&'static str> {
        let lines = self.lines();
        if lines.contains(&ELSEWHERE) {
            Some("the mooring ran on a thread without tokio's runtime, where its timer panics")
        } else if self.rowing.inside() > 0 {
            Some("the rowing is still running, and the boat isn't moored")
        } else if lines.contains(&FAST) || !lines.contains(&OUT) {
            None
        } else if lines.contains(&MOOR) {
            Some("the mooring started but never finished")
        } else {
            Some("the boat was rowed out, and the mooring never started")
        }
    }
}

/// Somebody who rows, boxed: what the learner wrote is compiled for one type.
type Rowing = Pin<Box<dyn Future<Output = String> + Send>>;

fn row(log: &Log, takes: Duration, seen: &str) -> Rowing {
    let (log, seen) = (log.clone(), seen.to_owned());
    Box::pin(async move {
        let _inside = log.rowing.enter();
        log.note(OUT);
        sleep(takes).await;
        log.note(BACK);
        seen
    })
}

fn moor(log: &Log) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let log = log.clone();
    Box::pin(async move {
        log.note(MOOR);
        if Handle::try_current().is_err() {
            log.note(ELSEWHERE);
        }
        sleep(MOORING).await;
        log.note(FAST);
    })
}

/// A result in words; `Elapsed` says no more than this.
fn outcome<E>(outcome: Result<String, E>) -> String {
    outcome.map_or("called back".into(), |seen| format!("saw {seen}"))
}

async fn back_in_time(lab: &mut Lab) -> Checked {
    let log = Log::default();
    let seen = lab.pick(&["an otter", "two swans", "a kingfisher"]);
    // Rowing and mooring together take longer than the limit.
    let (limit, rowing) = (ms(80), ms(lab.random().u64(50..75)));
    let run = lab
        .run(trip(limit, row(&log, rowing, seen), moor(&log)))
        .await;
    lab.expect_no_task_left("a trip within its limit")?;

    let expected = [OUT, BACK, MOOR, FAST];
    lab.expect_lines("a trip within its limit", &log.lines(), &expected)?;

    lab.expect_took("the trip and the mooring", &run, exactly(rowing + MOORING))?;
    let expected = format!("saw {seen}");
    lab.expect_eq(
        "the result of a trip within its limit",
        outcome(run.value),
        expected,
    )
}

async fn called_back_at_the_limit(lab: &mut Lab) -> Checked {
    let log = Log::default();
    let limit = ms(lab.random().u64(60..100));
    let run = lab
        .run(trip(limit, row(&log, ms(700), "nothing"), moor(&log)))
        .await;
    lab.expect_no_task_left("a trip over its limit")?;

    let expected = [OUT, MOOR, FAST];
    lab.expect_lines("a trip over its limit", &log.lines(), &expected)?;

    lab.expect_took("the trip and the mooring", &run, exactly(limit + MOORING))?;
    let what = "the result of a trip over its limit";
    lab.expect_eq(what, outcome(run.value), "called back")
}

async fn the_rower_panics(lab: &mut Lab) -> Checked {
    if !MOORS.load(Ordering::Relaxed) {
        return Ok(());
    }
    let log = Log::default();
    let rowing = row(&log, ms(30), "nothing");
    let falls_in: Rowing = Box::pin(async move {
        rowing.await;
        panic!("the rower fell into the water")
    });
    let trip = trip(ms(80), falls_in, moor(&log));
    let panicked = panics(Box::pin(async { drop(trip.await) })).await;
    sleep(MOORED).await;
    if let Some(wrong) = log.what_is_wrong() {
        return lab.find(Fact::Broken {
            what: "a trip whose rower panics".into(),
            broken: wrong.into(),
        });
    }
    lab.expect_eq("whether a trip panics whose rower does", panicked, true)
}

async fn nobody_waits_any_more(lab: &mut Lab) -> Checked {
    let (long, short) = (ms(700), ms(lab.random().u64(20..60)));
    for rowing in [long, short] {
        lab.cancel_sweep(
            "the trip",
            Log::default,
            async |log| {
                let _ended = trip(ms(80), row(log, rowing, "nothing"), moor(log)).await;
            },
            async |log| {
                sleep(MOORED).await;
                log.what_is_wrong()
                    .map_or(Ok(()), |wrong| Err(wrong.into()))
            },
        )
        .await?;
    }
    MOORS.store(true, Ordering::Relaxed);
    Ok(())
}
