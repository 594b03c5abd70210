//! # Taking turns
//!
//! Two children count out loud, and a scribe writes each number on the board. They promised to
//! take turns: red one, blue one, red two, blue two. But red rattles off all of its numbers before
//! blue can open its mouth.
//!
//! Both counters share one thread, and `join!` polls them in turn. Nobody takes the thread away
//! from a coroutine, though. Threads are interrupted by the system; a coroutine runs until it
//! gives way by itself. That is *cooperative* multitasking: between two of your own `.await`s
//! nobody interferes, and whoever never gives way has the world to itself.
//!
//! Here there is nothing to wait for. Giving way is all it takes, and it takes no time.

use std::cell::RefCell;

/// Writes the numbers from 1 to `last` on the board; after each, others may write theirs.
pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>) {
    // TODO: whoever begins goes on to the last number, and nobody else has a turn.
    for number in 1..=last {
        board.borrow_mut().push(format!("{name} {number}"));
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
