//! Panics where it is awaited.

pub async fn answer() -> u32 {
    panic!("no answer today")
}

fn main() {}
