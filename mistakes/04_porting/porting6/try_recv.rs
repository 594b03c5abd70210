//! expects: failed/broken
//! Closes as soon as there is no order for a moment.

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
    while let Ok(order) = orders.try_recv() {
        smol::spawn(print(order)).detach();
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
