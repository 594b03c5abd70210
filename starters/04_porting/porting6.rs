//! # The print shop moves
//!
//! Fix this port from async-std to smol: the shop takes every order, but none is ever printed.
//!
//! The print shop's program used async-std, which is discontinued (RUSTSEC-2025-0052). Its authors
//! recommend smol.
//!
//! ```text
//! while let Ok(order) = orders.recv().await {
//!     async_std::task::spawn(print(order));
//!     taken += 1;
//! }
//! ```
//!
//! smol has a `spawn` too, the same channels and a timer, so the move took an afternoon. The
//! compiler only warned that the result of `smol::spawn` must be used. Giving it a name silenced
//! the warning.
//!
//! Each runtime decides for itself what happens to a task whose handle is dropped, and no type
//! shows it. async-std let the task run on, and so does tokio.

use smol::Timer;
use smol::channel::{self, Receiver};
use std::time::Duration;

/// Takes orders until the channel closes, and returns how many. Each order starts printing at once,
/// alongside the others. The shop closes without waiting for the presses, and they print on.
pub async fn open_shop<P>(orders: Receiver<String>, print: impl Fn(String) -> P) -> usize
where
    P: Future<Output = ()> + Send + 'static,
{
    let mut taken = 0;
    while let Ok(order) = orders.recv().await {
        // TODO: this takes every order, but not one of them is ever printed.
        let _printing = smol::spawn(print(order));
        taken += 1;
    }
    taken
}

async fn print(order: String) {
    let takes = match order.as_str() {
        "200 menus" => 90,
        "50 posters" => 60,
        _ => 30,
    };
    Timer::after(Duration::from_millis(takes)).await;
    println!("{order}: printed");
}

fn main() {
    smol::block_on(async {
        let (door, orders) = channel::unbounded();
        for order in ["200 menus", "50 posters", "one map"] {
            door.send(order.to_string()).await.expect("an open shop");
        }
        door.close();
        let taken = open_shop(orders, print).await;
        println!("the shop is closed, {taken} orders were taken");
        Timer::after(Duration::from_millis(150)).await;
    });
}
