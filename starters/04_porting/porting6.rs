//! # The print shop moves
//!
//! The print shop's program was written for async-std, which is discontinued: nobody mends it any
//! more (RUSTSEC-2025-0052), and its makers advise to move to smol.
//!
//! ```text
//! while let Ok(order) = orders.recv().await {
//!     async_std::task::spawn(print(order));
//!     taken += 1;
//! }
//! ```
//!
//! smol has a `spawn` too, the same channels, and a timer. So the move was an afternoon's work. The
//! compiler only warned that what `smol::spawn` gives must be used. It was given a name, and the
//! warning was gone.
//!
//! Since then customers wait for their prints. What a runtime does with a task whose handle is
//! dropped is its own decision, and no type tells of it: async-std let the task go on, as tokio
//! does.

use smol::Timer;
use smol::channel::{self, Receiver};
use std::time::Duration;

/// Takes orders until the door is locked, and gives their number. Each is printed meanwhile, at the
/// same time as all the others. The shop closes without waiting for the presses, and they print on.
pub async fn open_shop<P>(orders: Receiver<String>, print: impl Fn(String) -> P) -> usize
where
    P: Future<Output = ()> + Send + 'static,
{
    let mut taken = 0;
    while let Ok(order) = orders.recv().await {
        // TODO: the orders are taken, and not one of them is ever printed.
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
