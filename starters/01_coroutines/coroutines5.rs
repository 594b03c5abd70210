//! # Try again
//!
//! A weather station sends its report over a bad radio link. Make `retry` call again after a
//! failure, wait longer each time, and give up after the last attempt. The growing pauses
//! (*exponential backoff*) keep the station from making a busy link busier.
//!
//! A future runs only once: awaiting it uses it up, and it can't be copied. To try again, `retry`
//! needs a *new* future for each attempt. So don't pass it a future; pass it the function that
//! makes them.
//!
//! `impl AsyncFnMut() -> …` accepts any async function or async closure without arguments. It may
//! even change what it captured. `main` has such a closure: each call of `async || …` makes a new
//! future that borrows `link`. (A plain closure, `|| …`, can't lend out what it captured.)

use std::time::Duration;
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
pub async fn retry<T, E>(
    attempts: u32,
    pause: Duration,
    // TODO: take something that can be called for every attempt. Then add the pauses.
    call: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let mut outcome = call.await;
    for _ in 1..attempts {
        outcome = call.await;
    }
    outcome
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for noise in [2, 9] {
        let mut link = Link { noise };
        let pause = Duration::from_millis(50);
        let mut report = async || send(&mut link, "wind from the west").await;
        // TODO: the parentheses after `report` call it, which makes one single future.
        let outcome = retry(4, pause, report()).await;
        println!("{outcome:?}, and {} calls would fail yet", link.noise);
    }
}
