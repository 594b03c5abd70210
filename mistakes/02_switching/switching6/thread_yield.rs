//! expects: failed/too-much-in-one-poll
//! Gives way to other threads; the detector is on this one.

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
    while let Some(order) = orders.next().await {
        cook(order);
        cooked += 1;
        if cooked % TURN == 0 {
            std::thread::yield_now();
        }
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
