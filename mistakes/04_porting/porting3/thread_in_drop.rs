//! expects: failed/broken-by-cancel
//! Moors on a thread where tokio's timers panic.

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
    let mut boat = Boat(Some(moor));
    let seen = timeout(limit, row).await;
    if let Some(moor) = boat.0.take() {
        tokio::spawn(moor).await.expect("it does not panic");
    }
    seen
}

struct Boat<M: Future<Output = ()> + Send + 'static>(Option<M>);

impl<M: Future<Output = ()> + Send + 'static> Drop for Boat<M> {
    fn drop(&mut self) {
        if let Some(moor) = self.0.take() {
            std::thread::spawn(|| futures::executor::block_on(moor));
        }
    }
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
