//! Reads, awaits, and writes what was true before it awaited.

use std::sync::Arc;

#[allow(async_fn_in_trait)]
pub trait Account {
    async fn read(&self) -> i64;
    async fn write(&self, coins: i64);
}

pub type Door = tokio::sync::Mutex<()>;

pub async fn withdraw(account: Arc<impl Account>, _door: Arc<Door>, coins: i64) {
    let balance = account.read().await;
    account.write(balance - coins).await;
}
