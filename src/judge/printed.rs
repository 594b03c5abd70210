//! What a program prints: the beginning and the end are kept, the rest is counted.

use crate::verdict::Printed;
use std::cell::RefCell;
use std::collections::VecDeque;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, ChildStderr, ChildStdout};
use tokio::sync::Notify;

/// Bytes kept of the beginning, and as many of the end.
const KEPT: usize = 128 * 1024;

/// The program's standard output and error, as one stream.
pub(super) struct Capture {
    pipes: RefCell<Option<(Option<ChildStdout>, Option<ChildStderr>)>>,
    kept: RefCell<Kept>,
    /// More bytes than this are too much.
    limit: u64,
}

impl Capture {
    /// Takes the pipes over from `child`, which may print `limit` bytes.
    pub(super) fn of(child: &mut Child, limit: u64) -> Self {
        let pipes = (child.stdout.take(), child.stderr.take());
        Self {
            pipes: RefCell::new(Some(pipes)),
            kept: RefCell::default(),
            limit,
        }
    }

    /// Reads both pipes to their ends; tells `flooded` when it is too much, and goes on, so that
    /// the program never waits for us.
    pub(super) async fn drain(&self, flooded: &Notify) {
        let Some((stdout, stderr)) = self.pipes.borrow_mut().take() else {
            return;
        };
        tokio::join!(self.read(stdout, flooded), self.read(stderr, flooded));
    }

    pub(super) fn into_printed(self) -> Printed {
        self.kept.into_inner().into_printed()
    }

    async fn read(&self, pipe: Option<impl AsyncRead + Unpin>, flooded: &Notify) {
        let Some(mut pipe) = pipe else {
            return;
        };
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(length @ 1..) = pipe.read(&mut buffer).await {
            let mut kept = self.kept.borrow_mut();
            kept.take(&buffer[..length]);
            if kept.total > self.limit {
                flooded.notify_one();
            }
        }
    }
}

#[derive(Default)]
struct Kept {
    first: Vec<u8>,
    last: VecDeque<u8>,
    total: u64,
}

impl Kept {
    fn take(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let room = (KEPT - self.first.len()).min(bytes.len());
        self.first.extend(&bytes[..room]);
        self.last.extend(&bytes[room..]);
        let too_many = self.last.len().saturating_sub(KEPT);
        self.last.drain(..too_many);
    }

    fn into_printed(self) -> Printed {
        let kept = (self.first.len() + self.last.len()) as u64;
        let left_out = self.total - kept;
        let last: Vec<u8> = self.last.into();
        let mut first = self.first;
        if left_out == 0 {
            first.extend(&last);
            return Printed {
                first: String::from_utf8_lossy(&first).into_owned(),
                left_out,
                last: String::new(),
            };
        }
        Printed {
            first: String::from_utf8_lossy(&first).into_owned(),
            left_out,
            last: String::from_utf8_lossy(&last).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Kept};

    #[test]
    fn what_fits_is_kept_whole() {
        let mut kept = Kept::default();
        kept.take(&vec![b'a'; KEPT]);
        kept.take(b"end");
        let printed = kept.into_printed();
        assert_eq!(printed.left_out, 0);
        assert!(printed.first.ends_with("aend"));
    }

    #[test]
    fn of_too_much_the_beginning_and_the_end_are_kept_and_the_rest_is_counted() {
        let mut kept = Kept::default();
        kept.take(&vec![b'a'; KEPT]);
        kept.take(&vec![b'b'; KEPT]);
        kept.take(b"the end");
        let printed = kept.into_printed();
        assert_eq!(printed.left_out, 7);
        assert_eq!(printed.first, "a".repeat(KEPT));
        assert!(printed.last.ends_with("bthe end"));
    }
}
