//! Gives way after every ten.

pub async fn sort_all(letters: u32, sort: impl Fn()) {
    for letter in 1..=letters {
        sort();
        if letter % 10 == 0 {
            tokio::task::yield_now().await;
        }
    }
}
