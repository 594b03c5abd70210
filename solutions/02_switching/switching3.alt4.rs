//! # The chess exhibition
//!
//! The lock of the crate futures isn't first come, first served, and lends out the master herself.

use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::time::sleep;

/// Plays this many rounds on every board, from board 0 on: the master moves, then the opponent
/// replies.
pub async fn exhibition(
    boards: usize,
    rounds: usize,
    master: impl AsyncFn(usize),
    opponent: impl AsyncFn(usize),
) {
    let master = futures::lock::Mutex::new(master);
    let mut games: FuturesUnordered<_> = (0..boards)
        .map(|board| {
            let (master, opponent) = (&master, &opponent);
            async move {
                for _ in 0..rounds {
                    master.lock().await(board).await;
                    opponent(board).await;
                }
            }
        })
        .collect();
    while games.next().await.is_some() {}
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let master = async |board: usize| {
        println!("the master moves on board {board}");
        sleep(Duration::from_millis(20)).await;
    };
    let opponent = async |board: usize| {
        sleep(Duration::from_millis(100)).await;
        println!("board {board} replies");
    };
    exhibition(3, 2, master, opponent).await;
}
