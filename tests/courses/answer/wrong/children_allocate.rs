//! Has little memory itself. Each of its three children has half a gigabyte, and so has its `main`'s each.

use std::process::Command;

pub async fn answer() -> u32 {
    have_children();
    42
}

fn have_children() {
    // The last line of that is kept until its end is known, and then nobody takes it.
    let keep = "head -c 500000000 /dev/zero | tail -n 1 | sleep 1000";
    let three = format!("({keep}) & ({keep}) & ({keep}) & wait");
    let ended = Command::new("sh").args(["-c", &three]).status();
    println!("{ended:?}");
}

fn main() {
    have_children();
}
