//! # The boat must be moored
//!
//! Make `trip` moor the boat however it ends, even if its future is dropped while it waits. The
//! boat club's program did so in Python:
//!
//! ```python
//! try:
//!     return await asyncio.wait_for(row, limit)
//! finally:
//!     await moor
//! ```
//!
//! When a task is cancelled there, its `await` raises an exception, and `finally` runs before the
//! task ends. It may even await.
//!
//! The port works if the rowing reaches its limit. But the caller of `trip` can be cancelled too,
//! by a timeout further out or by a program that ends. In Rust that raises nothing: the future of
//! the trip is dropped where it waits, and with it everything that was still to come.

use std::time::Duration;
use tokio::time::error::Elapsed;
use tokio::time::{sleep, timeout};

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
    let seen = timeout(limit, row).await;
    // TODO: if the trip is dropped while it waits above, no line below runs.
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
