//! # Try again
//!
//! A weather station sends its report over a bad radio link. When a call fails, the station waits
//! a little and calls again; and if that fails too it waits longer, so as not to make a busy link
//! busier. After a few attempts it gives up.
//!
//! `retry` is handed a coroutine object, and an object runs once: to await it is to use it up, and
//! no future can be copied. To try again `retry` needs a *new* object for each attempt, so what
//! it must be handed is the coroutine function. In `main` there is one: `async || …` is an async
//! closure, and each call of it lends the link to a new object. (A plain closure, `|| …`, may not
//! lend what it captured.) `impl AsyncFnMut() -> …` stands for any async function or async closure
//! that takes nothing and may change what it captured.

use std::time::Duration;
use tokio::time::sleep;

pub struct Link {
    /// So many of the next calls are going to fail.
    pub noise: u32,
}

/// One call over the link.
pub async fn send(link: &mut Link, report: &str) -> Result<String, String> {
    sleep(Duration::from_millis(5)).await;
    if link.noise > 0 {
        link.noise -= 1;
        return Err("nothing but noise".to_string());
    }
    Ok(format!("understood: {report}"))
}

/// Makes up to `attempts` attempts, at least one, until one succeeds; gives the outcome of the
/// last attempt made. Waits `pause` after the first failure and twice as long after each further
/// one, but never when no attempt follows.
pub async fn retry<T, E>(
    attempts: u32,
    pause: Duration,
    // TODO: take what can be called for every attempt; and mind the pauses.
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
        // TODO: the parentheses behind `report` make an object, a single one.
        let outcome = retry(4, pause, report()).await;
        println!("{outcome:?}, and {} calls would fail yet", link.noise);
    }
}
