//! Keeps a processor, and so do its children: one in its group, one in a session of its own. So does its `main`.

use std::process::Command;

pub async fn answer() -> u32 {
    spin()
}

fn spin() -> u32 {
    let script = "setsid sh -c 'while :; do :; done' & while :; do :; done";
    Command::new("sh").args(["-c", script]).spawn().expect("a shell");
    loop {
        std::hint::spin_loop();
    }
}

fn main() {
    spin();
}
