//! Every task keeps a buffer that it does not need yet.

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

pub async fn echo(mut stream: DuplexStream) {
    let mut buffer = [0; 64 * 1024];
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        if stream.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
