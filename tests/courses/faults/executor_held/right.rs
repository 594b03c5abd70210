//! Computes on a thread that nobody else needs.

pub async fn checksum(work: impl FnOnce() -> u64 + Send + 'static) -> u64 {
    tokio::task::spawn_blocking(work).await.unwrap()
}
