//! Waits for the audit first; both writes are then in one poll.

use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

pub struct Bank {
    pub accounts: Mutex<[u32; 2]>,
    pub audit: Duration,
}

pub async fn transfer(bank: &Bank, coins: u32) {
    let mut accounts = bank.accounts.lock().await;
    sleep(bank.audit).await;
    accounts[0] -= coins;
    accounts[1] += coins;
}
