//! Each of the two locks first what it takes from.

use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::yield_now;

pub type Coins = Arc<Mutex<u32>>;

pub async fn lock_up(till: Coins, safe: Coins, coins: u32) {
    let mut till = till.lock().await;
    yield_now().await;
    let mut safe = safe.lock().await;
    *till -= coins;
    *safe += coins;
}

pub async fn bring_change(till: Coins, safe: Coins, coins: u32) {
    let mut safe = safe.lock().await;
    yield_now().await;
    let mut till = till.lock().await;
    *safe -= coins;
    *till += coins;
}
