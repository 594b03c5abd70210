//! Sleeps where giving way would do.

use std::time::Duration;

pub async fn go_through(rows: &[u32], look: impl Fn(u32)) {
    for row in rows {
        look(*row);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
