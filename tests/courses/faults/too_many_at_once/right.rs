//! Starts the next one when one of three is done.

use futures::stream::{self, StreamExt};
use std::future::Future;

pub async fn crawl<F: Future<Output = ()>>(pages: u32, download: impl Fn(u32) -> F) {
    stream::iter(0..pages)
        .map(download)
        .buffer_unordered(3)
        .collect::<()>()
        .await;
}
