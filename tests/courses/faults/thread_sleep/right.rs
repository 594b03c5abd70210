//! Joins three futures, each of which gives the thread away while it sleeps.

use std::time::Duration;

pub async fn fetch_all(waits: [Duration; 3]) {
    let [one, two, three] = waits;
    tokio::join!(fetch(one), fetch(two), fetch(three));
}

async fn fetch(wait: Duration) {
    tokio::time::sleep(wait).await;
}
