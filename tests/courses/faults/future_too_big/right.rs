//! The future holds a pointer to the buffer.

use tokio::io::{AsyncReadExt, DuplexStream};

pub async fn copy(from: &mut DuplexStream) -> usize {
    let mut buffer = vec![0; 32 * 1024];
    from.read(&mut buffer).await.unwrap_or(0)
}
