//! What `read_exact` has read lies in the future, and is lost with it.

use std::io;
use tokio::io::{AsyncReadExt, DuplexStream};

pub async fn read_frame(stream: &mut DuplexStream, _buffer: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let length = stream.read_u8().await?;
    let mut frame = vec![0; length.into()];
    stream.read_exact(&mut frame).await?;
    Ok(frame)
}
