//! expects: failed/busy-poll
//! Asks again and again whether the master is free.

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
    let busy = std::cell::Cell::new(false);
    let play = async |board| {
        for _ in 0..rounds {
            while busy.replace(true) {
                tokio::task::yield_now().await;
            }
            master(board).await;
            busy.set(false);
            opponent(board).await;
        }
    };
    futures::future::join_all((0..boards).map(play)).await;
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
