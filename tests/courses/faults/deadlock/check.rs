//! What the learner's file must offer:
//! ```
//! pub type Coins = Arc<Mutex<u32>>;
//! pub async fn lock_up(till: Coins, safe: Coins, coins: u32)
//! pub async fn bring_change(till: Coins, safe: Coins, coins: u32)
//! ```

use probe::{Checked, Lab};
use std::sync::Arc;
use tokio::sync::Mutex;

probe::checks! {
    /// Both shifts use the till and the safe at the same time.
    both_ways_at_once,
}

async fn both_ways_at_once(lab: &mut Lab) -> Checked {
    let (till, safe) = (Arc::new(Mutex::new(90)), Arc::new(Mutex::new(90)));
    let night = exercise::lock_up(till.clone(), safe.clone(), 50);
    let night = lab.spawn("the night shift", night);
    let morning = exercise::bring_change(till.clone(), safe.clone(), 20);
    let morning = lab.spawn("the morning shift", morning);
    tokio::join!(night, morning);
    lab.expect_eq("what is in the safe", *safe.lock().await, 120)
}
