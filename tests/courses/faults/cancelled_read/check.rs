//! What the learner's file must offer:
//! ```
//! /// A frame is one byte with its length, then that many bytes. Used in `select!`.
//! pub async fn read_frame(stream: &mut DuplexStream, buffer: &mut Vec<u8>) -> io::Result<Vec<u8>>
//! ```

use probe::{Checked, Lab, ms};
use std::cell::RefCell;
use tokio::io::{AsyncWriteExt, DuplexStream, duplex};
use tokio::select;
use tokio::time::{interval, sleep};

probe::checks! {
    /// Every frame arrives, even if the reader is dropped and called again.
    every_frame_arrives,
    /// An interval that ticks beside the reader in a `select!` loses no frame.
    a_clock_disturbs_nobody,
}

struct Reader {
    stream: DuplexStream,
    buffer: Vec<u8>,
    frames: Vec<String>,
}

impl Reader {
    async fn next(&mut self) {
        let frame = exercise::read_frame(&mut self.stream, &mut self.buffer).await;
        self.frames.push(match frame {
            Ok(frame) => String::from_utf8_lossy(&frame).into_owned(),
            Err(error) => format!("an error: {}", error.kind()),
        });
    }
}

/// Somebody writes two frames, in pieces.
fn reader() -> Reader {
    let (mut far, stream) = duplex(64);
    tokio::spawn(async move {
        for piece in [&b"\x05he"[..], b"llo", b"\x03", b"you"] {
            if far.write_all(piece).await.is_err() {
                return;
            }
            sleep(ms(10)).await;
        }
    });
    Reader {
        stream,
        buffer: Vec::new(),
        frames: Vec::new(),
    }
}

async fn every_frame_arrives(lab: &mut Lab) -> Checked {
    lab.cancel_sweep(
        "the reader of frames",
        || RefCell::new(reader()),
        async |reader| reader.borrow_mut().next().await,
        async |reader| {
            let mut reader = reader.borrow_mut();
            while reader.frames.len() < 2 {
                reader.next().await;
                if reader.frames[0] != "hello" {
                    let first = reader.frames[0].escape_default();
                    return Err(format!("the first of two frames is `{first}`"));
                }
            }
            match reader.frames[1].as_str() {
                "you" => Ok(()),
                second => Err(format!("the second of two frames is `{second}`")),
            }
        },
    )
    .await
}

async fn a_clock_disturbs_nobody(lab: &mut Lab) -> Checked {
    let mut reader = reader();
    let mut ticks = interval(ms(3));
    while reader.frames.len() < 2 {
        select! {
            () = reader.next() => {}
            _ = ticks.tick() => {}
        }
    }
    lab.expect_lines("the frames", &reader.frames, &["hello", "you"])
}
