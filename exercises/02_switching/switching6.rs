//! # The queue that never runs dry
//!
//! A kitchen works through its orders, and a smoke detector wants to look around every now and
//! then. On quiet days that goes well: when no order is there, the kitchen waits, and the detector
//! looks. On a busy day the next order is always there already, and nobody looks until the kitchen
//! closes.
//!
//! And yet there is an `.await` in the loop! But an `.await` is not a place where a coroutine gives
//! way; it is a place where it gives way *if it has to wait*. When what it awaits is ready, it goes
//! right on. Waiting for a queue keeps a program responsive only as long as the queue is empty now
//! and then, so that the trouble begins on the day with the most to do.

use futures::stream::{self, Stream, StreamExt};
use std::pin::pin;

/// After so many orders at the latest, others have to have a turn.
pub const TURN: usize = 200;

/// Cooks the orders as they come, until there will be no more; gives how many it were.
pub async fn work_through(
    orders: impl Stream<Item = String>,
    mut cook: impl FnMut(String),
) -> usize {
    let mut orders = pin!(orders);
    let mut cooked = 0;
    // TODO: on a busy day nobody else has a turn.
    while let Some(order) = orders.next().await {
        cook(order);
        cooked += 1;
    }
    cooked
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let orders = stream::iter((1..=1_000).map(|table| format!("soup for table {table}")));
    let kitchen = async {
        let cooked = work_through(orders, |_order| ()).await;
        println!("{cooked} orders cooked");
    };
    let detector = async {
        for look in 1..=3 {
            println!("look {look}: no smoke");
            tokio::task::yield_now().await;
        }
    };
    futures::join!(kitchen, detector);
}
