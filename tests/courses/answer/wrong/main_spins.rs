//! The right answer, with a `main` that never ends, and leaves a process in a session of its own.

use std::process::Command;

pub async fn answer() -> u32 {
    42
}

fn main() {
    println!("main has begun");
    let script = "setsid sleep 1000 & exec sleep 1000";
    Command::new("sh").args(["-c", script]).spawn().expect("a shell");
    loop {
        std::hint::spin_loop();
    }
}
