//! # The chess exhibition
//!
//! A chess master plays against a whole room: 24 boards, 30 rounds on each. She needs 5 seconds
//! for a move, her opponents need 55. One board after another, that is 12 hours. But nobody plays
//! an exhibition like that: while an opponent thinks, she walks on to the next board. The evening
//! is over after one hour, and she is not a bit faster than before.
//!
//! Waiting can overlap, as much of it as you like. Working cannot: there is one master, and she
//! thinks about one board at a time. Most programs are made of these two, many slow waits and one
//! scarce worker, and are fast when that worker never stands idle beside somebody who needs it.
//!
//! In `main` there are three boards, and everybody plays a good deal faster.

use std::time::Duration;
use tokio::time::sleep;

/// Plays on every board, from 0 on, so many `rounds`: the master moves, then the opponent replies.
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
    // TODO: the room is full, and still there is never more than one game going on. When there
    // are more, mind that there is still one master.
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
