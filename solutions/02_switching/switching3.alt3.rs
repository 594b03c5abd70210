//! # The chess exhibition
//!
//! The master goes to whichever board replies first. While she moves there, the others keep
//! thinking.

use futures::stream::{FuturesUnordered, StreamExt};
use std::collections::VecDeque;
use std::pin::pin;
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
    let mut ready: VecDeque<(usize, usize)> = (0..boards).map(|board| (board, rounds)).collect();
    let mut thinking = FuturesUnordered::new();
    let think = async |board, rounds_left| {
        opponent(board).await;
        (board, rounds_left)
    };
    loop {
        ready.retain(|(_, rounds_left)| *rounds_left > 0);
        if let Some((board, rounds_left)) = ready.pop_front() {
            let mut her_move = pin!(master(board));
            loop {
                tokio::select! {
                    () = &mut her_move => break,
                    Some(game) = thinking.next() => ready.push_back(game),
                }
            }
            thinking.push(think(board, rounds_left - 1));
        } else if let Some(game) = thinking.next().await {
            ready.push_back(game);
        } else {
            break;
        }
    }
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
