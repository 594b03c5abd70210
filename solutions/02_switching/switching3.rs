//! # The chess exhibition
//!
//! Every game is a future of its own, so all the opponents can think at the same time. The lock
//! stands for the master: the game that holds it has her at its board, and the others wait for her
//! in a queue. It's released before the opponent starts to think.

use futures::future::join_all;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

/// Plays this many rounds on every board, from board 0 on: the master moves, then the opponent
/// replies.
pub async fn exhibition(
    boards: usize,
    rounds: usize,
    master: impl AsyncFn(usize),
    opponent: impl AsyncFn(usize),
) {
    let at_the_board = Mutex::new(());
    let play = async |board| {
        for _ in 0..rounds {
            let turn = at_the_board.lock().await;
            master(board).await;
            drop(turn);
            opponent(board).await;
        }
    };
    join_all((0..boards).map(play)).await;
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
