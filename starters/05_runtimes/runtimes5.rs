//! # What a client feels
//!
//! Two runtimes are to be compared. The script below says how long each takes for every request, so
//! the numbers are nobody's machine. "Swift" is quick, but stalls now and then; the harness reports
//! less than 6 ms for it, and 6 ms for "steady". No client of swift would agree.
//!
//! A mean hides what the unlucky ones feel; a p99 does not. One run may be a bad day. The first
//! requests find everything cold. And a polite harness, which waits for an answer before it asks
//! again, asks nothing while the runtime stalls: whoever would have come in that time is never
//! counted. Real clients come when they come, and their waiting begins at that moment.

use std::cell::Cell;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until};

/// How to measure.
pub struct Plan {
    /// So many runs, one after another, each on a runtime started for it. The number is odd.
    pub runs: usize,
    /// So many requests of each run come first; they are sent like all others, and not counted.
    pub warm_up: usize,
    /// So many more of each run are counted.
    pub counted: usize,
    /// One request is due every so often, the first at once, whatever became of those before it.
    pub every: Duration,
}

/// Of each run the median and the p99 of the counted latencies, from when a request is due to its
/// answer. Then of these medians the median, and of these p99s the median.
#[derive(Debug, PartialEq)]
pub struct Report {
    pub median: Duration,
    pub p99: Duration,
}

/// The shortest of `times` that at least `percent` in a hundred of them do not exceed.
pub fn percentile(mut times: Vec<Duration>, percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent).div_ceil(100) - 1]
}

/// Measures. `start` starts a runtime and gives a function: each call of that sends the runtime one
/// request, and is over when the answer is there.
pub async fn measure<R: AsyncFn()>(plan: &Plan, start: impl Fn() -> R) -> Report {
    // TODO: a single run, cold requests and all; nothing is sent while an answer is out; a mean.
    let request = start();
    let mut sum = Duration::ZERO;
    for _ in 0..plan.counted {
        let sent = Instant::now();
        request().await;
        sum += sent.elapsed();
        sleep_until(sent + plan.every).await;
    }
    let mean = sum / plan.counted as u32;
    Report {
        median: mean,
        p99: mean,
    }
}

/// A runtime that answers one request at a time, each in the milliseconds of its script.
fn scripted(script: fn(u32) -> u64) -> impl AsyncFn() {
    let (requests, turn) = (Cell::new(0), Mutex::new(()));
    async move || {
        let takes = script(requests.replace(requests.get() + 1));
        let _turn = turn.lock().await;
        sleep(Duration::from_millis(takes)).await;
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let plan = Plan {
        runs: 5,
        warm_up: 20,
        counted: 200,
        every: Duration::from_millis(10),
    };
    let steady = measure(&plan, || scripted(|_| 6)).await;
    let stalls = |request| match request {
        0..20 => 9,
        120 => 400,
        _ => 3,
    };
    let swift = measure(&plan, || scripted(stalls)).await;
    for (name, report) in [("steady", steady), ("swift", swift)] {
        let Report { median, p99 } = report;
        println!("{name}: median {median:?}, p99 {p99:?}");
    }
}
