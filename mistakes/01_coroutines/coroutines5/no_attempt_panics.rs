//! expects: failed/panicked
//! Panics when `attempts` is 0, though at least one attempt is promised.

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
    mut pause: Duration,
    mut call: impl AsyncFnMut() -> Result<T, E>,
) -> Result<T, E> {
    let mut last = None;
    for attempt in 1..=attempts {
        match call().await {
            Ok(value) => return Ok(value),
            Err(error) => last = Some(error),
        }
        if attempt < attempts {
            sleep(pause).await;
            pause *= 2;
        }
    }
    Err(last.unwrap())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for noise in [2, 9] {
        let mut link = Link { noise };
        let pause = Duration::from_millis(50);
        let report = async || send(&mut link, "wind from the west").await;
        let outcome = retry(4, pause, report).await;
        println!("{outcome:?}, and {} calls would fail yet", link.noise);
    }
}
