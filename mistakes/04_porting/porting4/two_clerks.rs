//! expects: failed/too-few-at-once
//! Two clerks at most, as in `main`, however many are asked for.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
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
    drop(counter);
    for _ in 0..clerks.min(2) {
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
