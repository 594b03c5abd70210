//! # Refused at the counter
//!
//! A bakery takes orders. An order for no bread at all, or for more than the oven holds, must be
//! refused while the customer still stands at the counter. Here the clerk accepts every order,
//! and the customer is told only hours later, when somebody begins to bake.
//!
//! The whole body of an `async fn` waits until its future is awaited, its first line too. That is
//! too late for a check of the arguments. But a coroutine function need not be an `async fn`: any
//! function that returns a future is one. What it does before it returns happens at the call;
//! what is in the future happens when the future is awaited.

// Halfway, clippy would send you back to `async fn`.
#![allow(clippy::manual_async_fn)]

use std::time::Duration;
use tokio::time::sleep;

/// So many loaves fit into the oven at once.
pub const OVEN_HOLDS: u32 = 24;

/// Why an order is not taken.
#[derive(Debug, PartialEq)]
pub enum Refused {
    NothingOrdered,
    OvenTooSmall,
}

/// Takes an order. It is meant to return, at once, a `Result`: what is wrong with the order, or
/// else a future of the bread.
// TODO: a wrong order is refused by the call itself; a right one is baked when it is awaited.
pub async fn bake(loaves: u32) -> Result<String, Refused> {
    if loaves == 0 {
        return Err(Refused::NothingOrdered);
    }
    if loaves > OVEN_HOLDS {
        return Err(Refused::OvenTooSmall);
    }
    sleep(Duration::from_millis(20) * loaves).await;
    Ok(format!("{loaves} warm loaves"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for loaves in [12, 0] {
        // TODO: in the end the customer hears the answer here, before going home.
        let order = bake(loaves);
        println!("An order of {loaves}: taken, and the customer goes home.");
        match order.await {
            Ok(bread) => println!("Out of the oven: {bread}."),
            Err(refused) => println!("Refused, and nobody is there to hear it: {refused:?}."),
        }
    }
}
