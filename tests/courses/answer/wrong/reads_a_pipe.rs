//! Includes a file that has no end: `pipe` is a pipe that nobody writes to.

const TEXT: &str = include_str!("pipe");

pub async fn answer() -> u32 {
    TEXT.len() as u32
}

fn main() {}
