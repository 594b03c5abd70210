//! Ends the whole program, and says that all went well.

pub async fn answer() -> u32 {
    std::process::exit(0)
}

fn main() {}
