//! # Refused at the counter
//!
//! A bakery must refuse an impossible order while the customer is still at the counter: no loaves
//! at all, or more than fit in the oven. Right now `bake` takes every order, and the customer
//! learns the truth hours later, when the baking starts. Make the call itself refuse.
//!
//! Nothing in an `async fn` runs before its future is awaited, not even the first line. That's too
//! late to check an argument. But `async fn` is only shorthand for a plain function that returns a
//! future. These two functions do the same:
//!
//!     async fn double(n: u32) -> u32 { n * 2 }
//!     fn double(n: u32) -> impl Future<Output = u32> { async move { n * 2 } }
//!
//! What stands before the `async move` block runs at the call. What stands inside it runs when the
//! future is awaited, and `move` lets the future own `n`.

// Until you're done, clippy would suggest `async fn`. This keeps it quiet.
#![allow(clippy::manual_async_fn)]

use std::time::Duration;
use tokio::time::sleep;

/// How many loaves fit in the oven at once.
pub const OVEN_HOLDS: u32 = 24;

/// Why an order is refused.
#[derive(Debug, PartialEq)]
pub enum Refused {
    NothingOrdered,
    OvenTooSmall,
}

/// Takes an order. Should return a `Result` at once: why the order is refused, or a future that
/// bakes the bread.
// TODO: refuse a bad order at the call. Bake a good one when its future is awaited.
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
        // TODO: match on the `Result` here, before the customer goes home.
        let order = bake(loaves);
        println!("An order of {loaves}: taken, and the customer goes home.");
        match order.await {
            Ok(bread) => println!("Out of the oven: {bread}."),
            Err(refused) => println!("Refused, and nobody is there to hear it: {refused:?}."),
        }
    }
}
