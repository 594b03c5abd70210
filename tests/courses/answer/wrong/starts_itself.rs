//! Starts one process after another, and none of them ends.

use std::process::Command;

pub async fn answer() -> u32 {
    start();
    42
}

fn start() {
    // Another each time: none of them does much, for the machine has more to do than this.
    let one_more = "while :; do sleep 1000 & done";
    let ended = Command::new("sh").args(["-c", one_more]).status();
    println!("{ended:?}");
}

fn main() {
    start();
}
