//! Calls the test and says its number, then hangs; so does a child of it. The test hears from
//! the line's end that both are gone.

use std::io::Write;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};

pub async fn answer() -> u32 {
    let mut line = UnixStream::connect("line.sock").unwrap();
    let childs_end = OwnedFd::from(line.try_clone().unwrap());
    let mut child = Command::new("sleep")
        .arg("3600")
        .stdin(Stdio::from(childs_end))
        .spawn()
        .unwrap();
    writeln!(line, "{}", std::process::id()).unwrap();
    child.wait().unwrap();
    41
}

fn main() {}
