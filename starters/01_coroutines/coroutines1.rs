//! # The first await
//!
//! A tea house has one waiter. To serve a guest, the waiter pours a cup and then puts a biscuit
//! beside it. But the guests complain: there is a biscuit on every tray, and never any tea.
//!
//! `pour` is a coroutine function. Calling it pours nothing: the call only builds a coroutine
//! object, which Rust calls a *future*. The body of `pour` runs when somebody awaits that future,
//! and not a moment earlier. The compiler warns about it below; it is right.

use std::time::Duration;
use tokio::time::sleep;

/// Waits for the water, then puts a cup on the tray.
pub async fn pour(tray: &mut Vec<String>, tea: &str) {
    sleep(Duration::from_millis(30)).await;
    tray.push(format!("a cup of {tea}"));
}

/// A tray with a cup of `tea` on it, and then a biscuit.
pub async fn serve(tea: &str) -> Vec<String> {
    let mut tray = Vec::new();
    // TODO: the tea is ordered here, but nobody waits for it to be poured.
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
