//! expects: failed/panicked
//! A bad order isn't a bug in the program: it deserves an answer, not a panic.

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
