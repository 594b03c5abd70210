//! Spawns a task for what could be awaited here.

pub trait Ask: Send + 'static {
    fn ask(self) -> impl Future<Output = u32> + Send;
}

pub async fn sum(one: impl Ask, other: impl Ask) -> u32 {
    let other = tokio::spawn(async move { other.ask().await });
    one.ask().await + other.await.unwrap_or_default()
}
