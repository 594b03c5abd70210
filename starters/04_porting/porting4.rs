//! # The post office closes
//!
//! Carriers bring letters to a counter, clerks take them from there and sort them. In the evening
//! the post office closes, but not before the last letter is sorted. In Python it did:
//!
//! ```python
//! await asyncio.gather(*carriers)
//! await counter.join()
//! for task in clerks:
//!     task.cancel()
//! ```
//!
//! `counter` is a `Queue`. It counts what is put and what is done: `join` waits until nothing is
//! left, and then somebody has to send the clerks home. A channel in Rust counts its senders
//! instead. It tells the receiver when no letter can come any more, so that a clerk's loop need not
//! be endless.
//!
//! That is what this port waits for, and it is still waiting.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// One carrier for each sack puts letter after letter on the counter, which has `room` for so many.
/// So many `clerks` take the letters from there and sort them. It is over when every letter is
/// sorted and everybody has gone home.
pub async fn post_office<K, S>(
    sacks: Vec<K>,
    clerks: usize,
    room: usize,
    sort: impl Fn(String) -> S + Clone + Send + 'static,
) where
    K: Iterator<Item = String> + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let (counter, letters) = mpsc::channel(room);
    let letters = Arc::new(Mutex::new(letters));
    let mut inside = JoinSet::new();
    for sack in sacks {
        let counter = counter.clone();
        inside.spawn(async move {
            for letter in sack {
                if counter.send(letter).await.is_err() {
                    break;
                }
            }
        });
    }
    for _ in 0..clerks {
        let (letters, sort) = (letters.clone(), sort.clone());
        inside.spawn(async move {
            loop {
                let letter = letters.lock().await.recv().await;
                match letter {
                    Some(letter) => sort(letter).await,
                    None => break,
                }
            }
        });
    }
    // TODO: every letter is sorted, and nobody goes home.
    inside.join_all().await;
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
