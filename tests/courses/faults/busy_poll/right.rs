//! Sleeps until it is told.

use std::sync::Arc;
use tokio::sync::Semaphore;

#[derive(Clone)]
pub struct Flag(Arc<Semaphore>);

impl Default for Flag {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }
}

impl Flag {
    pub fn raise(&self) {
        self.0.close();
    }

    pub async fn raised(&self) {
        // It is only ever closed.
        let _closed = self.0.acquire().await;
    }
}
