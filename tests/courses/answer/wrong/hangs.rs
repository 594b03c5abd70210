//! Keeps the thread, and never comes to an end.

pub async fn answer() -> u32 {
    loop {
        std::hint::spin_loop();
    }
}

fn main() {}
