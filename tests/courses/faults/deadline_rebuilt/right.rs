//! One deadline, built once, for all turns.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn poll_station(mut votes: mpsc::Receiver<u32>) -> Vec<u32> {
    let mut counted = Vec::new();
    let mut deadline = std::pin::pin!(sleep(Duration::from_secs(1)));
    loop {
        tokio::select! {
            Some(vote) = votes.recv() => counted.push(vote),
            () = &mut deadline => return counted,
        }
    }
}
