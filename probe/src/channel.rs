//! The private line to the judge.
//!
//! The judge hands its end over as the program's standard input. Before any of the learner's
//! code runs, the line is moved to a close-on-exec descriptor and standard input becomes
//! `/dev/null`, so that neither the learner's code nor a child of it meets the line by
//! accident. Standard output and error stay the learner's.

use nix::unistd::dup2_stdin;
use report::{Inquiry, Message, Order};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};

/// The program's end of the line; clones speak on the same one.
#[derive(Clone)]
pub(crate) struct Channel {
    writer: Arc<Mutex<UnixStream>>,
    nonce: u64,
}

/// What the judge may ask later, in the order asked.
pub(crate) struct Inquiries(BufReader<UnixStream>);

impl Channel {
    /// Takes the line over from standard input and reads the order.
    ///
    /// # Errors
    /// When standard input is not a judge's line: somebody started the program by hand.
    pub(crate) fn open() -> io::Result<(Self, Order, Inquiries)> {
        let line = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
        dup2_stdin(File::open("/dev/null")?)?;
        let mut reader = BufReader::new(line.try_clone()?);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let order = Order::of_line(&first).ok_or(io::ErrorKind::InvalidData)?;
        let channel = Self {
            writer: Arc::new(Mutex::new(line)),
            nonce: order.nonce,
        };
        Ok((channel, order, Inquiries(reader)))
    }

    /// Says it. A judge that hung up has already made up its mind, so that is no error here.
    pub(crate) fn say(&self, message: &Message) {
        let line = message.line(self.nonce);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _gone = writer.write_all(line.as_bytes());
    }
}

impl Iterator for Inquiries {
    type Item = Inquiry;

    fn next(&mut self) -> Option<Inquiry> {
        let mut line = String::new();
        match self.0.read_line(&mut line) {
            Ok(length) if length > 0 => Inquiry::of_line(&line),
            _ => None,
        }
    }
}
