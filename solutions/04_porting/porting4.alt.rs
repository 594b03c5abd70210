//! # The post office closes
//!
//! No tasks: the carriers are futures, and the clerks are the slots of `for_each_concurrent`, which
//! ends with its stream. The stream ends when the last carrier drops its sender.

use futures::future::join_all;
use futures::stream::{self, StreamExt};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// One carrier per sack puts its letters on the counter, which holds up to `room` letters. There
/// are `clerks` clerks, who take letters from there and sort them. Returns when every letter is
/// sorted and everyone has gone home.
pub async fn post_office<K, S>(
    sacks: Vec<K>,
    clerks: usize,
    room: usize,
    sort: impl Fn(String) -> S + Clone + Send + 'static,
) where
    K: Iterator<Item = String> + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let (counter, mut letters) = mpsc::channel(room);
    let carriers = sacks.into_iter().map(|sack| (sack, counter.clone()));
    let carriers = carriers.map(async |(sack, counter)| {
        for letter in sack {
            if counter.send(letter).await.is_err() {
                break;
            }
        }
    });
    let carriers: Vec<_> = carriers.collect();
    drop(counter);
    let letters = stream::poll_fn(|context| letters.poll_recv(context));
    let sorting = letters.for_each_concurrent(clerks, sort);
    tokio::join!(join_all(carriers), sorting);
}

async fn sort(letter: String) {
    let takes = if letter.contains("parcel") { 100 } else { 40 };
    sleep(Duration::from_millis(takes)).await;
    println!("{letter} is sorted");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sacks = [
        ["a parcel to Rome", "a card to Oslo"],
        ["a card to Bern", "a card to Kiel"],
    ];
    let sacks = sacks.map(|sack| sack.into_iter().map(str::to_string));
    post_office(sacks.into(), 2, 3, sort).await;
    println!("the post office is closed");
}
