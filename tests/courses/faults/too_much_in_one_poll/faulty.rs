//! Awaits what is ready at once, and so never gives way.

pub async fn sort_all(letters: u32, sort: impl Fn()) {
    for _ in 0..letters {
        std::future::ready(sort()).await;
    }
}
