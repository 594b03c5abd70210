//! # Refused at the counter
//!
//! The two halves have their own functions: a plain one that looks at the order, and an `async fn`
//! that does the work. The call of `knead_and_bake` builds its future and runs nothing.

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

/// Takes an order: says at once what is wrong with it, or else gives a future of the bread.
pub fn bake(loaves: u32) -> Result<impl Future<Output = String>, Refused> {
    match loaves {
        0 => Err(Refused::NothingOrdered),
        1..=OVEN_HOLDS => Ok(knead_and_bake(loaves)),
        _ => Err(Refused::OvenTooSmall),
    }
}

async fn knead_and_bake(loaves: u32) -> String {
    sleep(Duration::from_millis(20) * loaves).await;
    format!("{loaves} warm loaves")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for loaves in [12, 0] {
        match bake(loaves) {
            Ok(baking) => {
                println!("An order of {loaves}: taken, and the customer goes home.");
                println!("Out of the oven: {}.", baking.await);
            }
            Err(refused) => println!("An order of {loaves}: refused at once, {refused:?}."),
        }
    }
}
