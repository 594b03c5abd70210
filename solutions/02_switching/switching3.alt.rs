//! # The chess exhibition
//!
//! A semaphore with a single permit does the same: it lets one game at a time have the master.

use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// Plays this many rounds on every board, from board 0 on: the master moves, then the opponent
/// replies.
pub async fn exhibition(
    boards: usize,
    rounds: usize,
    master: impl AsyncFn(usize),
    opponent: impl AsyncFn(usize),
) {
    let masters = Semaphore::new(1);
    let games: FuturesUnordered<_> = (0..boards)
        .map(async |board| {
            for _ in 0..rounds {
                if let Ok(_one) = masters.acquire().await {
                    master(board).await;
                }
                opponent(board).await;
            }
        })
        .collect();
    games.collect::<()>().await;
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
