//! The keyboard of a terminal: the bytes that it sends, read as what was pressed or pasted.
//!
//! It is read here, and not by a crate, because nothing may ever wait for the rest of half a key, a
//! paste of any size must stay small, a terminal that is lent must not be read at all, and no crate of
//! trust reports at which place of the keyboard a key is.

mod decoder;

pub use decoder::{Input, Press};

use decoder::Decoder;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io;
use std::time::Duration;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::{Instant, timeout_at};

/// How long the rest of a sequence may take. What comes later is a key of its own, so Escape answers
/// after this time.
const REST_OF_A_SEQUENCE: Duration = Duration::from_millis(50);

/// Standard input while it is a terminal of ours. Only what was asked for is read: when this is dropped,
/// the next key is somebody else's.
pub struct Keyboard {
    stdin: AsyncFd<io::Stdin>,
    decoder: Decoder,
    /// When what has come so far counts as whole.
    give_up: Option<Instant>,
}

impl Keyboard {
    /// Begins to listen.
    ///
    /// # Errors
    /// When standard input cannot be waited for.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn open() -> io::Result<Self> {
        #[allow(
            deprecated,
            reason = "unsound for types that change their descriptor; standard input never does"
        )]
        let stdin = AsyncFd::with_interest(io::stdin(), Interest::READABLE)?;
        Ok(Self {
            stdin,
            decoder: Decoder::default(),
            give_up: None,
        })
    }

    /// The next thing that is pressed or pasted. Nothing is lost when the wait is dropped.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub async fn next(&mut self) -> io::Result<Input> {
        loop {
            if let Some(input) = self.decoder.next() {
                return Ok(input);
            }
            let ready = self.stdin.readable();
            let mut ready = match self.give_up {
                None => ready.await?,
                Some(end) => match timeout_at(end, ready).await {
                    Ok(ready) => ready?,
                    Err(_late) => {
                        self.give_up = None;
                        self.decoder.give_up();
                        continue;
                    }
                },
            };
            // The terminal's other users share its settings, so it cannot be made to never block.
            if !has_more()? {
                ready.clear_ready();
                continue;
            }
            let mut bytes = [0; 4096];
            let length = match rustix::io::read(io::stdin(), &mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(length) => length,
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
            };
            self.decoder.take(&bytes[..length]);
            let is_half = self.decoder.is_undecided();
            self.give_up = is_half.then(|| Instant::now() + REST_OF_A_SEQUENCE);
        }
    }
}

fn has_more() -> io::Result<bool> {
    let stdin = io::stdin();
    let mut one = [PollFd::new(&stdin, PollFlags::IN)];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    match poll(&mut one, Some(&at_once)) {
        Ok(ready) => Ok(ready > 0),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
