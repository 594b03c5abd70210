//! # What a client feels
//!
//! Make `measure` report what clients feel: over several runs, without the cold requests, with a
//! median and a p99, and with every request sent when it is due, even during a stall.
//!
//! `main` compares two scripted runtimes, so the numbers don't depend on your machine. "Swift" is
//! fast, but stalls now and then. The report claims less than 6 ms for swift, and 6 ms for
//! "steady". No client of swift would agree.
//!
//! A mean hides what the unlucky clients feel; a p99 doesn't. One run may be a bad day. The first
//! requests find everything cold. And this harness awaits each answer before it asks again, so it
//! sends nothing during a stall, and never counts the clients who would have come then. (This
//! mistake is known as coordinated omission.)

use std::cell::Cell;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until};

/// How to measure.
pub struct Plan {
    /// The number of runs, one after another, each on a runtime started for it. Always odd.
    pub runs: usize,
    /// The number of requests at the start of each run that are sent, but not counted.
    pub warm_up: usize,
    /// The number of requests after those; they are counted.
    pub counted: usize,
    /// The time between two requests. The first is due at once, and none waits for another.
    pub every: Duration,
}

/// Every run has a median and a p99 of its counted latencies, each from when a request is due to
/// its answer. This is the median of those medians, and the median of those p99s.
#[derive(Debug, PartialEq)]
pub struct Report {
    pub median: Duration,
    pub p99: Duration,
}

/// The shortest of `times` that is at least as long as `percent` percent of them.
pub fn percentile(mut times: Vec<Duration>, percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent).div_ceil(100) - 1]
}

/// Measures. `start` starts a runtime and returns a function. Each call of that function sends the
/// runtime one request, and returns when the answer is there.
pub async fn measure<R: AsyncFn()>(plan: &Plan, start: impl Fn() -> R) -> Report {
    // TODO: only one run, cold requests included; nothing is sent during a stall; only a mean.
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

/// A runtime that answers one request at a time, in as many milliseconds as its script says.
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
