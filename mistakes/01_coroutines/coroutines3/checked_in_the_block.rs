//! expects: failed/ran-late
//! A plain function now, but it checks the order inside the future.

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

/// Takes an order. Returns at once: why the order is refused, or a future that bakes the bread.
pub fn bake(loaves: u32) -> impl Future<Output = Result<String, Refused>> {
    async move {
        if loaves == 0 {
            return Err(Refused::NothingOrdered);
        }
        if loaves > OVEN_HOLDS {
            return Err(Refused::OvenTooSmall);
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
