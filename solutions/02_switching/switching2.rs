//! # Taking turns
//!
//! `yield_now` says "not ready yet" once, asks to be polled again, and is ready at the second
//! poll. In between everybody else has a turn, and no time has to pass.

use std::cell::RefCell;

/// Writes the numbers from 1 to `last` on the board; after each, others may write theirs.
pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>) {
    for number in 1..=last {
        board.borrow_mut().push(format!("{name} {number}"));
        tokio::task::yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let board = RefCell::new(Vec::new());
    // `join!` polls the one, then the other, and begins again, until both are over.
    futures::join!(count("red", 3, &board), count("blue", 3, &board));
    for line in board.into_inner() {
        println!("{line}");
    }
}
