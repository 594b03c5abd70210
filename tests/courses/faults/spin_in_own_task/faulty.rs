//! The task that it spawns never gives the thread back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub async fn watch(gate: Arc<AtomicBool>) -> &'static str {
    let watch = tokio::spawn(async move {
        while !gate.load(Ordering::Acquire) {}
        "open"
    });
    watch.await.unwrap()
}
