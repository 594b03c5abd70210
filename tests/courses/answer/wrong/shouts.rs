//! Writes into the screen where it has no business, and paints it.

pub async fn answer() -> u32 {
    println!("\x1b[2J\x1b[31mall red\x1b[?25h\x07\x1b]0;mine\x07");
    41
}

fn main() {
    println!("\x1b[31mstill red");
}
