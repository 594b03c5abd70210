//! The task that it spawns gives the thread back each time that it has looked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub async fn watch(gate: Arc<AtomicBool>) -> &'static str {
    let watch = tokio::spawn(async move {
        while !gate.load(Ordering::Acquire) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        "open"
    });
    watch.await.unwrap()
}
