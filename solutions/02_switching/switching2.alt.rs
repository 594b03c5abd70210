//! # Taking turns
//!
//! The same by hand: `Pending` gives the thread away, and waking at once means that we want it
//! back as soon as the others have had their turn. It also stands before the number instead of
//! behind it, which makes no difference to the order.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::Poll;

/// Is not ready at the first poll, and ready at the second.
async fn give_way() {
    let mut gave_way = false;
    poll_fn(|context| {
        if gave_way {
            return Poll::Ready(());
        }
        gave_way = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Writes the numbers from 1 to `last` on the board; after each, others may write theirs.
pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>) {
    for number in 1..=last {
        give_way().await;
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
