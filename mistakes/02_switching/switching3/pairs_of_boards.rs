//! expects: failed/too-few-at-once
//! Two boards at a time, while the rest of the room looks on.

use futures::stream::{self, StreamExt};
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
    let mut games = stream::iter((0..boards).map(play)).buffer_unordered(2);
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
