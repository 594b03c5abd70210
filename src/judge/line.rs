//! The judge's end of the private line to a check program.

use anyhow::{Context, Result};
use report::{Inquiry, Message, Order};
use std::cell::{Cell, RefCell};
use std::io::Write;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdStream;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::OwnedReadHalf;
use tokio::net::unix::OwnedWriteHalf;
use tokio::sync::Notify;
use tokio::time::timeout;

/// More messages than any check program has to say; a program that says more is ignored from
/// there on.
const ENOUGH: usize = 10_000;

/// An open line.
pub(super) struct Line {
    nonce: u64,
    reader: RefCell<Option<BufReader<OwnedReadHalf>>>,
    writer: RefCell<Option<OwnedWriteHalf>>,
    messages: RefCell<Vec<Message>>,
    asked: Cell<bool>,
    answered: Notify,
}

impl Line {
    /// Opens a line on which `order` waits, and the end to give to the program as its standard
    /// input.
    pub(super) fn open(order: Order) -> Result<(Self, Stdio)> {
        let (mut ours, theirs) = StdStream::pair().context("no line to the program")?;
        ours.write_all(order.line().as_bytes())?;
        ours.set_nonblocking(true)?;
        let (reader, writer) = UnixStream::from_std(ours)?.into_split();
        let line = Self {
            nonce: order.nonce,
            reader: RefCell::new(Some(BufReader::new(reader))),
            writer: RefCell::new(Some(writer)),
            messages: RefCell::default(),
            asked: Cell::new(false),
            answered: Notify::new(),
        };
        Ok((line, Stdio::from(OwnedFd::from(theirs))))
    }

    /// Takes down what is said until the line ends. Whoever does not know the nonce says nothing.
    pub(super) async fn listen(&self) {
        let Some(reader) = self.reader.borrow_mut().take() else {
            return;
        };
        let mut lines = reader.lines();
        while let Ok(Some(text)) = lines.next_line().await {
            let Some(message) = Message::of_line(&text, self.nonce) else {
                continue;
            };
            let mut messages = self.messages.borrow_mut();
            if messages.len() < ENOUGH {
                messages.push(message);
                if self.asked.get() {
                    self.answered.notify_one();
                }
            }
        }
        self.answered.notify_one();
    }

    /// Asks, and waits for an answer to be taken down, but no longer than `patience`.
    pub(super) async fn ask(&self, inquiry: Inquiry, patience: Duration) {
        self.asked.set(true);
        let conversation = async {
            let Some(mut writer) = self.writer.borrow_mut().take() else {
                return;
            };
            if writer.write_all(inquiry.line().as_bytes()).await.is_ok() {
                self.writer.replace(Some(writer));
                self.answered.notified().await;
            }
        };
        let _silence = timeout(patience, conversation).await;
    }

    /// What was said, in order.
    pub(super) fn into_messages(self) -> Vec<Message> {
        self.messages.into_inner()
    }
}
