//! expects: does-not-compile/E0277
//! `bake` is right, and `main` still awaits what is no future any more.

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
    if loaves == 0 {
        return Err(Refused::NothingOrdered);
    }
    if loaves > OVEN_HOLDS {
        return Err(Refused::OvenTooSmall);
    }
    Ok(async move {
        sleep(Duration::from_millis(20) * loaves).await;
        format!("{loaves} warm loaves")
    })
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
