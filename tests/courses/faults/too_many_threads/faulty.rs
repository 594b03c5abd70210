//! Holds a thread for each egg.

use std::time::Duration;

pub async fn boil(eggs: Vec<Duration>) {
    let eggs = eggs
        .into_iter()
        .map(|needs| tokio::task::spawn_blocking(move || std::thread::sleep(needs)));
    futures::future::join_all(eggs).await;
}
