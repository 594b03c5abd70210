//! # The chess exhibition
//!
//! No lock: the master is a future of her own. Each game calls her over and waits until she says
//! that she has moved. The calls end when all the games have ended.

use futures::future::join_all;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

/// Plays this many rounds on every board, from board 0 on: the master moves, then the opponent
/// replies.
pub async fn exhibition(
    boards: usize,
    rounds: usize,
    master: impl AsyncFn(usize),
    opponent: impl AsyncFn(usize),
) {
    let (call, mut calls) = mpsc::channel(1);
    let play = async |board, call: mpsc::Sender<_>| {
        for _ in 0..rounds {
            let (done, moved) = oneshot::channel();
            let _called = call.send((board, done)).await;
            let _moved = moved.await;
            opponent(board).await;
        }
    };
    let games: Vec<_> = (0..boards).map(|board| play(board, call.clone())).collect();
    drop(call);
    let her = async {
        while let Some((board, done)) = calls.recv().await {
            master(board).await;
            let _told = done.send(());
        }
    };
    tokio::join!(her, join_all(games));
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
