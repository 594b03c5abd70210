//! Awaits both in the same task.

pub trait Ask: Send + 'static {
    fn ask(self) -> impl Future<Output = u32> + Send;
}

pub async fn sum(one: impl Ask, other: impl Ask) -> u32 {
    let (one, other) = tokio::join!(one.ask(), other.ask());
    one + other
}
