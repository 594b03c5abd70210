//! Awaits the three downloads together.

use std::time::Duration;
use tokio::time::sleep;

pub async fn fetch_all(waits: [Duration; 3]) {
    let [one, two, three] = waits;
    tokio::join!(sleep(one), sleep(two), sleep(three));
}
