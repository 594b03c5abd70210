//! Panics in a task of its own, and answers all the same.

pub async fn answer() -> u32 {
    let task = tokio::spawn(async { panic!("no answer today") });
    match task.await {
        Ok(()) => 42,
        Err(_) => 13,
    }
}

fn main() {}
