//! expects: failed/panicked
//! A wrong order is no bug in the program: it is an answer to be given, not a panic.

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
pub fn bake(loaves: u32) -> impl Future<Output = String> {
    assert!(loaves > 0, "nothing ordered");
    assert!(loaves <= OVEN_HOLDS, "too many loaves");
    async move {
        sleep(Duration::from_millis(20) * loaves).await;
        format!("{loaves} warm loaves")
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{}", bake(12).await);
}
