//! # The chess exhibition
//!
//! A chess master plays against a whole room: 24 boards, 30 rounds on each. She needs 5 seconds
//! for a move, her opponents need 55. One board after another, that takes 12 hours. Make
//! `exhibition` play all the boards at the same time: while one opponent thinks, she walks on to
//! the next board. Then the evening is over after one hour, and she isn't any faster than before.
//!
//! Waiting can overlap as much as you like. Working can't: there's one master, and she plays at
//! one board at a time. Most programs are made of these two, many slow waits and one scarce
//! worker, say a database connection. They're fast when that worker is never idle while something
//! waits for it.
//!
//! In `main` there are three boards, and everyone plays a good deal faster.

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
    let play = async |board| {
        for _ in 0..rounds {
            master(board).await;
            opponent(board).await;
        }
    };
    // TODO: the room is full, but only one game is ever in progress. Change that, and remember
    // that there's still only one master.
    for board in 0..boards {
        play(board).await;
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
