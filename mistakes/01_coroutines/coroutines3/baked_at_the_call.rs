//! expects: failed/ran-early
//! No coroutine at all: everything is done before the call returns.

use std::time::Duration;

/// How many loaves fit in the oven at once.
pub const OVEN_HOLDS: u32 = 24;

/// Why an order is refused.
#[derive(Debug, PartialEq)]
pub enum Refused {
    NothingOrdered,
    OvenTooSmall,
}

/// Takes an order. Returns at once: why the order is refused, or a future that bakes the bread.
pub fn bake(loaves: u32) -> Result<String, Refused> {
    if loaves == 0 {
        return Err(Refused::NothingOrdered);
    }
    if loaves > OVEN_HOLDS {
        return Err(Refused::OvenTooSmall);
    }
    std::thread::sleep(Duration::from_millis(20) * loaves);
    Ok(format!("{loaves} warm loaves"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for loaves in [12, 0] {
        match bake(loaves) {
            Ok(baking) => {
                println!("An order of {loaves}: taken, and the customer goes home.");
                println!("Out of the oven: {}.", baking);
            }
            Err(refused) => println!("An order of {loaves}: refused at once, {refused:?}."),
        }
    }
}
