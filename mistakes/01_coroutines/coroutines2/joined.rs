//! expects: failed/too-many-at-once
//! `join!` runs all three at the same time.

use std::time::Duration;
use tokio::time::sleep;

/// A coroutine function: plays for a while, and gives the applause.
pub async fn concert(band: &str) -> String {
    println!("{band} on stage");
    sleep(Duration::from_millis(40)).await;
    format!("applause for {band}")
}

/// Asks the three bands in the order given, and only then lets them play: in the reverse of that
/// order, one after another. Gives the applause in the order in which it was heard.
///
/// `play` is a coroutine function such as `concert`. To call it is to ask a band.
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
