//! Makes the object and throws it away.

pub async fn evening(play: impl AsyncFn()) {
    let _ = play();
}
