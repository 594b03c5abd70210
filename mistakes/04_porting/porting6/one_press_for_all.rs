//! expects: failed/too-few-calls
//! One task prints all orders, one after another.

use smol::Timer;
use smol::channel::{self, Receiver};
use std::time::Duration;

/// Takes orders until the channel closes, and returns how many. Each order starts printing at once,
/// alongside the others. The shop closes without waiting for the presses, and they print on.
pub async fn open_shop<P>(orders: Receiver<String>, print: impl Fn(String) -> P) -> usize
where
    P: Future<Output = ()> + Send + 'static,
{
    let (to_the_press, waiting) = channel::unbounded();
    let press = async move {
        while let Ok(printing) = waiting.recv().await {
            let printing: P = printing;
            printing.await;
        }
    };
    smol::spawn(press).detach();
    let mut taken = 0;
    while let Ok(order) = orders.recv().await {
        to_the_press.send(print(order)).await.expect("a press");
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
