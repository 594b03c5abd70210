//! The program behind pipes, as a script or an editor's task runs it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Only a broken program makes anybody wait so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// The watcher behind pipes. Dropping it ends it.
pub(crate) struct Pipes {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    said: String,
}

impl Pipes {
    /// The watcher in `folder`.
    pub(crate) fn watching(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_asynclings"))
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a start");
        let stdout = child.stdout.take().expect("its output");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _gone = sender.send(line);
            }
        });
        Self {
            stdin: child.stdin.take(),
            child,
            lines,
            said: String::new(),
        }
    }

    /// Sends a line.
    pub(crate) fn send(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("an open pipe");
        writeln!(stdin, "{line}").expect("a line");
    }

    /// Sends nothing any more.
    pub(crate) fn hang_up(&mut self) {
        self.stdin = None;
    }

    /// Reads on until `text` was said after the last one that was waited for.
    pub(crate) fn wait_for_text(&mut self, text: &str) {
        loop {
            if let Some(at) = self.said.find(text) {
                self.said.drain(..at + text.len());
                return;
            }
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("waited in vain for: {text}\n{}", self.said);
            };
            self.said.push_str(&line);
            self.said.push('\n');
        }
    }

    /// All that is said until the end, and the exit code.
    pub(crate) fn wait_exit(&mut self) -> (String, Option<i32>) {
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.said.push_str(&line);
            self.said.push('\n');
        }
        let code = self.child.wait().expect("an exit code").code();
        (std::mem::take(&mut self.said), code)
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
