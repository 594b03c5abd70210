//! # Taking turns
//!
//! `yield_now` returns `Pending` once, asks to be polled again, and is ready at the second poll.
//! In between, everything else that is ready gets a turn, and no time has to pass.

use std::cell::RefCell;

/// Writes the numbers from 1 to `last` on the board. After each one, others may write theirs.
pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>) {
    for number in 1..=last {
        board.borrow_mut().push(format!("{name} {number}"));
        tokio::task::yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let board = RefCell::new(Vec::new());
    // `join!` polls one counter, then the other, and repeats that until both are done.
    futures::join!(count("red", 3, &board), count("blue", 3, &board));
    for line in board.into_inner() {
        println!("{line}");
    }
}
