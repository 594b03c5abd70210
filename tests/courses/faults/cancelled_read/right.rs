//! What was read lies in the caller's buffer, which outlives this future.

use std::io;
use tokio::io::{AsyncReadExt, DuplexStream};

pub async fn read_frame(stream: &mut DuplexStream, buffer: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    loop {
        if let Some(&length) = buffer.first()
            && buffer.len() > usize::from(length)
        {
            let frame = buffer[1..=length.into()].to_vec();
            buffer.drain(..=usize::from(length));
            return Ok(frame);
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}
