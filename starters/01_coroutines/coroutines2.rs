//! # Booked first, plays last
//!
//! A small festival books its most famous band first, and that band plays last. Change `festival`
//! so it books all three bands before the first one plays, and they play in reverse order. Right
//! now each band plays the moment it's booked, and the evening ends with beginners.
//!
//! A coroutine is two things. Calling the coroutine *function* runs nothing: it returns a
//! coroutine *object*, a future. A future is a value like any other: you can keep it in a
//! variable, move it, or put it in a list. Awaiting it runs the body. You can do anything between
//! the call and the `.await`, so futures needn't run in the order in which you made them.

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
    // TODO: book all three before the first one plays. The last one booked plays first.
    let first = play(bands[0]).await;
    let second = play(bands[1]).await;
    let third = play(bands[2]).await;
    vec![first, second, third]
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bands = ["Famous Last Words", "Two Left Shoes", "The Beginners"];
    for applause in festival(bands, concert).await {
        println!("{applause}");
    }
}
