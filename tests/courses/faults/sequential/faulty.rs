//! Awaits one download after another.

use std::time::Duration;

pub async fn fetch_all(waits: [Duration; 3]) {
    for wait in waits {
        tokio::time::sleep(wait).await;
    }
}
