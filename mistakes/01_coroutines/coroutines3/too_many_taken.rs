//! expects: failed/wrong-value
//! Refuses only the empty order.

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
pub fn bake(loaves: u32) -> Result<impl Future<Output = String>, Refused> {
    if loaves == 0 {
        return Err(Refused::NothingOrdered);
    }
    Ok(async move {
        sleep(Duration::from_millis(20) * loaves).await;
        format!("{loaves} warm loaves")
    })
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
