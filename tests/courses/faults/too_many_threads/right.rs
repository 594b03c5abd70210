//! Waits for all of them on the thread that it is on.

use std::time::Duration;

pub async fn boil(eggs: Vec<Duration>) {
    futures::future::join_all(eggs.into_iter().map(tokio::time::sleep)).await;
}
