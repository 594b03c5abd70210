//! A small buffer does.

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

pub async fn echo(mut stream: DuplexStream) {
    let mut buffer = [0; 1024];
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        if stream.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
