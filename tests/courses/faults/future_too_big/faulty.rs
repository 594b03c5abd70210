//! The whole buffer is alive across an `.await`, so it lies in the future.

use tokio::io::{AsyncReadExt, DuplexStream};

pub async fn copy(from: &mut DuplexStream) -> usize {
    let mut buffer = [0; 32 * 1024];
    from.read(&mut buffer).await.unwrap_or(0)
}
