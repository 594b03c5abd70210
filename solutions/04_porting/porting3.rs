//! # The boat must be moored
//!
//! When a future is dropped, only `drop` still runs, and `drop` can't await. So it hands the
//! mooring to a spawned task, which carries on without this future. A trip that isn't dropped
//! awaits that same task. So the mooring is never cut short, and there is only one way to do it.

use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::error::Elapsed;
use tokio::time::{sleep, timeout};

/// A future that must run in the end, unless it was started before.
struct Finally<F: Future<Output = ()> + Send + 'static>(Option<F>);

impl<F: Future<Output = ()> + Send + 'static> Finally<F> {
    fn begin(&mut self) -> Option<JoinHandle<()>> {
        self.0.take().map(tokio::spawn)
    }
}

impl<F: Future<Output = ()> + Send + 'static> Drop for Finally<F> {
    fn drop(&mut self) {
        self.begin();
    }
}

/// Rows out for at most `limit`, then moors the boat, which doesn't count towards the limit.
/// Returns once the boat is moored. If the future is dropped before that, the rowing ends at once
/// and the boat is still moored.
pub async fn trip<M>(
    limit: Duration,
    row: impl Future<Output = String>,
    moor: M,
) -> Result<String, Elapsed>
where
    M: Future<Output = ()> + Send + 'static,
{
    let mut mooring = Finally(Some(moor));
    let seen = timeout(limit, row).await;
    if let Some(mooring) = mooring.begin() {
        let _over = mooring.await;
    }
    seen
}

async fn row(name: &str, takes: u64) -> String {
    println!("{name} rows out");
    sleep(Duration::from_millis(takes)).await;
    format!("{name} saw a heron")
}

async fn moor(name: &str) {
    sleep(Duration::from_millis(20)).await;
    println!("the boat of {name} is moored");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let limit = Duration::from_millis(80);
    for (name, takes) in [("Ida", 30), ("Jon", 300)] {
        match trip(limit, row(name, takes), moor(name)).await {
            Ok(seen) => println!("{seen}"),
            Err(_) => println!("{name} was called back"),
        }
    }
    let kim = trip(limit, row("Kim", 300), moor("Kim"));
    if timeout(Duration::from_millis(40), kim).await.is_err() {
        println!("nobody waits for Kim any more");
    }
    sleep(Duration::from_millis(60)).await;
}
