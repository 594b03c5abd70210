//! expects: failed/busy-poll
//! Polls again and again without waiting to be woken.

use std::time::Duration;
use tokio::time::sleep;

/// Waits for the water to boil, then puts a cup on the tray.
pub async fn pour(tray: &mut Vec<String>, tea: &str) {
    sleep(Duration::from_millis(30)).await;
    tray.push(format!("a cup of {tea}"));
}

/// Returns a tray with a cup of `tea` and a biscuit, in that order.
pub async fn serve(tea: &str) -> Vec<String> {
    let mut tray = Vec::new();
    {
        let mut pouring = std::pin::pin!(pour(&mut tray, tea));
        while futures::poll!(pouring.as_mut()).is_pending() {
            tokio::task::yield_now().await;
        }
    }
    tray.push("a biscuit".to_string());
    tray
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for item in serve("green tea").await {
        println!("On the tray: {item}");
    }
}
