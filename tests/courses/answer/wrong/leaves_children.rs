//! Is right, and leaves two processes behind: one in its group, one in a session of its own.

use std::process::{Command, Stdio};

pub async fn answer() -> u32 {
    leave_children();
    42
}

fn leave_children() {
    let script = "sleep 1000 & setsid sh -c 'sleep 1000 & sleep 1000' &";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).stdin(Stdio::null());
    shell.status().expect("a shell");
}

fn main() {
    leave_children();
    println!("main was here");
}
