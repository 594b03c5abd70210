//! # The first await
//!
//! A tea house puts a cup of tea and a biscuit on every tray. The guests complain that they get
//! the biscuit but never the tea. Make `serve` deliver both.
//!
//! `pour` is a coroutine function, which Rust writes as `async fn`. Calling it runs none of its
//! code. The call only returns a coroutine object, which Rust calls a *future*. The body of `pour`
//! runs when that future is awaited, and not before. The compiler warns about this below, and it's
//! right: this is how a real program loses a message that it meant to send.

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
    // TODO: this orders the tea, but nothing waits for it to be poured.
    pour(&mut tray, tea);
    tray.push("a biscuit".to_string());
    tray
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for item in serve("green tea").await {
        println!("On the tray: {item}");
    }
}
