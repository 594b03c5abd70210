//! Looks at the flag again and again, as fast as it can.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Clone, Default)]
pub struct Flag(Arc<AtomicBool>);

impl Flag {
    pub fn raise(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub async fn raised(&self) {
        while !self.0.load(Ordering::Acquire) {
            tokio::task::yield_now().await;
        }
    }
}
