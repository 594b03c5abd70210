//! Prints without end.

pub async fn answer() -> u32 {
    loop {
        println!("and on and on and on and on and on and on and on and on and on and on");
    }
}

fn main() {}
