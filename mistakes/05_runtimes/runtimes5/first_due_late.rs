//! expects: failed/wrong-value
//! The first request is due one interval later instead of at once.

use futures::future::join_all;
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
    let (mut medians, mut p99s) = (Vec::new(), Vec::new());
    for _ in 0..plan.runs {
        let request = start();
        let began = Instant::now();
        let latencies = join_all((0..plan.warm_up + plan.counted).map(async |number| {
            let due = began + plan.every * (number + 1) as u32;
            sleep_until(due).await;
            request().await;
            due.elapsed()
        }))
        .await
        .split_off(plan.warm_up);
        medians.push(percentile(latencies.clone(), 50));
        p99s.push(percentile(latencies, 99));
    }
    Report {
        median: percentile(medians, 50),
        p99: percentile(p99s, 50),
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
