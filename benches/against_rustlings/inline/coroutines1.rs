#[cfg(test)]
mod tests {
    use super::{pour, serve};
    use std::time::Duration;
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn pouring_is_a_coroutine() {
        let mut tray = Vec::new();
        drop(pour(&mut tray, "mint tea"));
        assert!(tray.is_empty());
        pour(&mut tray, "mint tea").await;
        assert_eq!(tray, ["a cup of mint tea"]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_tea_is_on_the_tray() {
        let began = Instant::now();
        let tray = serve("oolong").await;
        assert_eq!(tray, ["a cup of oolong", "a biscuit"]);
        assert_eq!(began.elapsed(), Duration::from_millis(30));
    }
}
