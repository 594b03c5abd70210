//! # The answer of NAME
//!
//! Somebody asks, and waits for the answer.

/// The answer.
pub async fn answer() -> u32 {
    41
}

fn main() {
    println!("main was here");
}
