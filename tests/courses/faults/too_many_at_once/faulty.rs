//! Starts all of them at once.

use futures::future::join_all;
use std::future::Future;

pub async fn crawl<F: Future<Output = ()>>(pages: u32, download: impl Fn(u32) -> F) {
    join_all((0..pages).map(download)).await;
}
