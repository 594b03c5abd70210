//! Takes the coins, waits for the audit, and only then gives them.

use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

pub struct Bank {
    pub accounts: Mutex<[u32; 2]>,
    pub audit: Duration,
}

pub async fn transfer(bank: &Bank, coins: u32) {
    let mut accounts = bank.accounts.lock().await;
    accounts[0] -= coins;
    sleep(bank.audit).await;
    accounts[1] += coins;
}
