//! # Taking turns
//!
//! Two children count out loud, and each number goes on the board. They should take turns: red 1,
//! blue 1, red 2, blue 2. Right now red rattles off all of its numbers before blue gets to say
//! one. Make `count` yield after each number.
//!
//! Both counters share one thread, and `join!` polls them in turn. But nothing interrupts a
//! future. The operating system interrupts threads; a future runs until it yields. That's
//! *cooperative multitasking*: between two of your own `.await`s, nothing else runs on this
//! thread. A future that never yields keeps the thread to itself.
//!
//! There's nothing to wait for here. Yielding is all it takes, and it takes no time.

use std::cell::RefCell;

/// Writes the numbers from 1 to `last` on the board. After each one, others may write theirs.
pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>) {
    // TODO: the first counter runs to its last number, and nobody else gets a turn.
    for number in 1..=last {
        board.borrow_mut().push(format!("{name} {number}"));
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
