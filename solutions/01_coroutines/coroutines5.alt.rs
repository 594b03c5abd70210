//! # Try again
//!
//! Before async closures there were closures that return futures: `FnMut() -> F`. Such a future
//! can't borrow what the closure changes, so the link is in a `Mutex` here.

use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

pub struct Link {
    /// How many of the next calls will fail.
    pub noise: u32,
}

/// Makes one call over the link.
pub async fn send(link: &mut Link, report: &str) -> Result<String, String> {
    sleep(Duration::from_millis(5)).await;
    if link.noise > 0 {
        link.noise -= 1;
        return Err("nothing but noise".to_string());
    }
    Ok(format!("understood: {report}"))
}

/// Makes up to `attempts` attempts (at least one), until one succeeds. Returns the result of the
/// last attempt made. Waits `pause` after the first failure and twice as long after each further
/// one, but never when no attempt follows.
pub async fn retry<T, E, F: Future<Output = Result<T, E>>>(
    attempts: u32,
    pause: Duration,
    mut call: impl FnMut() -> F,
) -> Result<T, E> {
    let mut attempt = 1;
    loop {
        match call().await {
            Err(_) if attempt < attempts => sleep(pause * (1 << (attempt - 1))).await,
            outcome => return outcome,
        }
        attempt += 1;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for noise in [2, 9] {
        let link = Mutex::new(Link { noise });
        let pause = Duration::from_millis(50);
        let outcome = retry(4, pause, || async {
            send(&mut *link.lock().await, "wind from the west").await
        })
        .await;
        println!(
            "{outcome:?}, and {} calls would fail yet",
            link.into_inner().noise
        );
    }
}
