//! expects: deadlocked/deadlocked
//! Returns `Pending` without asking to be polled again.

use std::cell::RefCell;

/// Writes the numbers from 1 to `last` on the board. After each one, others may write theirs.
pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>) {
    for number in 1..=last {
        board.borrow_mut().push(format!("{name} {number}"));
        futures::pending!();
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
