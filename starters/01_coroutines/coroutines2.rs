//! # Asked first, playing last
//!
//! A small festival asks three bands to play. It asks the most famous one first, but the most
//! famous band plays last: they play in the reverse of the order in which they are asked. As it
//! is written, each band plays the moment it is asked, and the evening ends with beginners.
//!
//! A coroutine is two things. Calling the coroutine *function* runs nothing, it gives a coroutine
//! *object*: a value like any other, which can be kept in a variable, moved or put into a list.
//! Awaiting the object runs the body. Between the call and the `.await` may be as much other work
//! as you like, so the order of the calls need not be the order of the runs.

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
    // TODO: ask all three before the first one plays; whoever was asked last plays first.
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
