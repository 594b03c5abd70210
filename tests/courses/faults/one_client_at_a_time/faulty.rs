//! Accepts the next client when it is done with the one before.

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc;

pub async fn serve(mut clients: mpsc::Receiver<DuplexStream>) {
    while let Some(client) = clients.recv().await {
        echo(client).await;
    }
}

async fn echo(mut client: DuplexStream) {
    let mut buffer = [0; 64];
    while let Ok(read @ 1..) = client.read(&mut buffer).await {
        if client.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
