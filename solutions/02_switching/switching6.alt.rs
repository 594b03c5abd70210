//! # The queue that never runs dry
//!
//! Ends a turn as soon as the largest order might not fit into it any more.

use futures::stream::{self, Stream, StreamExt};
use std::pin::pin;

pub struct Order {
    pub dish: String,
    pub portions: usize,
}

/// No order is larger than this.
pub const LARGEST: usize = 60;
/// After this many portions at the latest, others must get a turn.
pub const TURN: usize = 200;

/// Cooks the orders as they come, each one as a whole, until the stream ends. Returns the number
/// of portions. Others get a turn after every `TURN` portions at the latest. On a busy day at
/// least fifty are cooked, on average, before each switch.
pub async fn work_through(orders: impl Stream<Item = Order>, mut cook: impl FnMut(Order)) -> usize {
    let mut orders = pin!(orders);
    let (mut cooked, mut left) = (0, TURN);
    while let Some(order) = orders.next().await {
        left -= order.portions;
        cooked += order.portions;
        cook(order);
        if left < LARGEST {
            tokio::task::yield_now().await;
            left = TURN;
        }
    }
    cooked
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let menu = [
        (50, "soup"),
        (60, "roast"),
        (55, "stew"),
        (48, "soup"),
        (40, "curry"),
        (9, "soup"),
    ];
    let orders = stream::iter(menu.map(|(portions, dish)| Order {
        dish: dish.to_string(),
        portions,
    }));
    let kitchen = async {
        let cook = |order: Order| println!("{} portions of {}", order.portions, order.dish);
        let cooked = work_through(orders, cook).await;
        println!("{cooked} portions cooked");
    };
    let detector = async {
        println!("the smoke detector looks around");
    };
    futures::join!(kitchen, detector);
}
