//! expects: failed/ran-late
//! The order is looked at when `bake` is called, but the answer is kept until somebody awaits.

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
pub fn bake(loaves: u32) -> impl Future<Output = Result<String, Refused>> {
    let refused = match loaves {
        0 => Some(Refused::NothingOrdered),
        1..=OVEN_HOLDS => None,
        _ => Some(Refused::OvenTooSmall),
    };
    async move {
        if let Some(refused) = refused {
            return Err(refused);
        }
        sleep(Duration::from_millis(20) * loaves).await;
        Ok(format!("{loaves} warm loaves"))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for loaves in [12, 0] {
        let order = bake(loaves);
        println!("An order of {loaves}: taken, and the customer goes home.");
        match order.await {
            Ok(bread) => println!("Out of the oven: {bread}."),
            Err(refused) => println!("Refused, and nobody is there to hear it: {refused:?}."),
        }
    }
}
