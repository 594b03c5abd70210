//! Aborts everybody, and does not wait until they are gone.

use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn work_day(workers: u32) {
    let mut set = JoinSet::new();
    for _ in 0..workers {
        set.spawn(std::future::pending::<()>());
    }
    sleep(Duration::from_secs(8)).await;
    set.abort_all();
}
