//! # The boat must be moored
//!
//! The boat club lends its boats for an hour, and whatever happens out on the lake, in the end the
//! boat has to be moored. The club's program was written in Python:
//!
//! ```python
//! try:
//!     return await asyncio.wait_for(row, limit)
//! finally:
//!     await moor
//! ```
//!
//! When a task is cancelled there, an exception is raised at its `await`, and `finally` runs before
//! the task is gone. It may even await.
//!
//! The port does it in the same order, and at the limit it works. But whoever waits for a trip may
//! be cancelled too: a timeout further out, a program that ends. In Rust that raises nothing. The
//! future of the trip is dropped where it waits, and with it all that was still to come.

use std::time::Duration;
use tokio::time::error::Elapsed;
use tokio::time::{sleep, timeout};

/// Rows out, for no longer than `limit`; then the boat is moored, which is not part of the limit.
/// Whoever waits for the trip hears of it when the boat is moored. And when nobody waits any more
/// the rowing ends there and then, and the boat is moored all the same.
pub async fn trip<M>(
    limit: Duration,
    row: impl Future<Output = String>,
    moor: M,
) -> Result<String, Elapsed>
where
    M: Future<Output = ()> + Send + 'static,
{
    let seen = timeout(limit, row).await;
    // TODO: when the trip is dropped while it waits up there, no line down here runs.
    moor.await;
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
