//! Looks first and listens then: between the two the bell may ring.

use std::sync::Arc;
use tokio::sync::Notify;

pub struct Shop {
    pub is_open: Box<dyn Fn() -> bool>,
    pub bell: Arc<Notify>,
}

pub async fn enter(shop: Shop) {
    while !(shop.is_open)() {
        shop.bell.notified().await;
    }
}
