//! Waits for a message that the only sender, its own, never sends.

use tokio::sync::oneshot;

pub async fn answer() -> u32 {
    let (sender, receiver) = oneshot::channel();
    let answer = receiver.await.unwrap_or(0);
    drop(sender);
    answer
}

fn main() {}
