//! # The queue that never runs dry
//!
//! A kitchen works through its orders, and a smoke detector wants to look around every now and
//! then. On quiet days that goes well: when no order is there, the kitchen waits, and the detector
//! looks. On a busy day the next order is always there already, and nobody looks until the kitchen
//! closes.
//!
//! And yet there is an `.await` in the loop! But an `.await` is not a place where a coroutine gives
//! way; it is a place where it gives way *if it has to wait*. When an order is ready, it goes right
//! on. (tokio's own channels say "not ready" now and then all the same, for the sake of the others;
//! most other streams never do.)
//!
//! How often is often enough? One order is a bowl of soup, the next one feeds a party of sixty.
//! What the others wait for is not so many orders, it is so much work.

use futures::stream::{self, Stream, StreamExt};
use std::pin::pin;

pub struct Order {
    pub dish: String,
    pub portions: usize,
}

/// No order is larger.
pub const LARGEST: usize = 60;
/// After so many portions at the latest, others have to have a turn.
pub const TURN: usize = 200;

/// Cooks the orders as they come, each as a whole, until there will be no more; gives how many
/// portions there were. Others have a turn after every `TURN` portions at the latest; on a busy day
/// at least fifty are cooked, on average, before each switch.
///
/// A `Stream` is an asynchronous iterator, and `while let` with `next().await` is its `for`; `pin!`
/// promises that the stream stays where it is as long as it is asked.
pub async fn work_through(orders: impl Stream<Item = Order>, mut cook: impl FnMut(Order)) -> usize {
    let mut orders = pin!(orders);
    let mut cooked = 0;
    // TODO: on a busy day nobody else has a turn.
    while let Some(order) = orders.next().await {
        cooked += order.portions;
        cook(order);
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
