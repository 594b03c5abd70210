//! Looks again a little later, and leaves the thread to the others until then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub async fn pass(gate: Arc<AtomicBool>) {
    while !gate.load(Ordering::Acquire) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
