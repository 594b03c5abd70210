//! Every vote builds the deadline anew.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn poll_station(mut votes: mpsc::Receiver<u32>) -> Vec<u32> {
    let mut counted = Vec::new();
    loop {
        tokio::select! {
            Some(vote) = votes.recv() => counted.push(vote),
            () = sleep(Duration::from_secs(1)) => return counted,
        }
    }
}
