//! # Taking turns
//!
//! The same by hand: `Pending` yields the thread, and waking at once asks for it back after the
//! others have had their turn. Here the yield comes before the number instead of after it, which
//! makes no difference to the order.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::Poll;

/// Pending at the first poll, ready at the second.
async fn yield_once() {
    let mut yielded = false;
    poll_fn(|context| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Writes the numbers from 1 to `last` on the board. After each one, others may write theirs.
pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>) {
    for number in 1..=last {
        yield_once().await;
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
