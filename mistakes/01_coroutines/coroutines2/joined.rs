//! expects: failed/too-many-at-once
//! `join!` runs all three concerts at the same time.

use std::time::Duration;
use tokio::time::sleep;

/// Plays for a while, then returns the applause.
pub async fn concert(band: &str) -> String {
    println!("{band} on stage");
    sleep(Duration::from_millis(40)).await;
    format!("applause for {band}")
}

/// Books the three bands in the given order. Only then do they play, one at a time, in reverse
/// order. Returns the applause in the order in which the bands played.
///
/// `impl AsyncFn(&str) -> String` accepts any async function such as `concert`. Calling `play`
/// books a band; awaiting the future is the concert.
pub async fn festival(bands: [&str; 3], play: impl AsyncFn(&str) -> String) -> Vec<String> {
    let first = play(bands[0]);
    let second = play(bands[1]);
    let third = play(bands[2]);
    let (third, second, first) = tokio::join!(third, second, first);
    vec![third, second, first]
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bands = ["Famous Last Words", "Two Left Shoes", "The Beginners"];
    for applause in festival(bands, concert).await {
        println!("{applause}");
    }
}
