//! Joins three futures, each of which sleeps with the whole thread.

use std::time::Duration;

pub async fn fetch_all(waits: [Duration; 3]) {
    let [one, two, three] = waits;
    tokio::join!(fetch(one), fetch(two), fetch(three));
}

async fn fetch(wait: Duration) {
    std::thread::sleep(wait);
}
