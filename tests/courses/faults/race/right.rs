//! One at a time reads and writes.

use std::sync::Arc;

#[allow(async_fn_in_trait)]
pub trait Account {
    async fn read(&self) -> i64;
    async fn write(&self, coins: i64);
}

pub type Door = tokio::sync::Mutex<()>;

pub async fn withdraw(account: Arc<impl Account>, door: Arc<Door>, coins: i64) {
    let _alone = door.lock().await;
    let balance = account.read().await;
    account.write(balance - coins).await;
}
