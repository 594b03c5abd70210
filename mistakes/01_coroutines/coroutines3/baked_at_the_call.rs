//! expects: failed/ran-early
//! No coroutine at all: everything is done before the call returns.

use std::time::Duration;

/// So many loaves fit into the oven at once.
pub const OVEN_HOLDS: u32 = 24;

/// Why an order is not taken.
#[derive(Debug, PartialEq)]
pub enum Refused {
    NothingOrdered,
    OvenTooSmall,
}

/// Takes an order: says at once what is wrong with it, or else gives a future of the bread.
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
