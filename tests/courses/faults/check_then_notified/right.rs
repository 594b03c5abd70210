//! Listens first and looks then.

use std::sync::Arc;
use tokio::sync::Notify;

pub struct Shop {
    pub is_open: Box<dyn Fn() -> bool>,
    pub bell: Arc<Notify>,
}

pub async fn enter(shop: Shop) {
    loop {
        let rung = shop.bell.notified();
        if (shop.is_open)() {
            return;
        }
        rung.await;
    }
}
