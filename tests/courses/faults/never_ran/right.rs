//! Awaits it.

pub async fn evening(play: impl AsyncFn()) {
    play().await;
}
