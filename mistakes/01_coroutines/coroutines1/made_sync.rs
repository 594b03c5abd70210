//! expects: interface-mismatch/not-async
//! `pour` is no longer async, and blocks the thread while the water boils.

use std::time::Duration;

/// Waits for the water to boil, then puts a cup on the tray.
pub fn pour(tray: &mut Vec<String>, tea: &str) {
    std::thread::sleep(Duration::from_millis(30));
    tray.push(format!("a cup of {tea}"));
}

/// Returns a tray with a cup of `tea` and a biscuit, in that order.
pub async fn serve(tea: &str) -> Vec<String> {
    let mut tray = Vec::new();
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
