//! # The right answer

/// The answer.
pub async fn answer() -> u32 {
    42
}

fn main() {
    println!("main was here");
}
