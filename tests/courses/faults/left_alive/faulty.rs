//! Leaves by `?` at the first error; the set is dropped, and nobody waits for its tasks to end.

use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn send(parcel: u64) -> Result<(), String> {
    if parcel == 0 {
        return Err("an empty parcel".into());
    }
    sleep(Duration::from_millis(parcel)).await;
    Ok(())
}

pub async fn send_all(parcels: &[u64]) -> Result<(), String> {
    let mut set = JoinSet::new();
    for &parcel in parcels {
        set.spawn(send(parcel));
    }
    while let Some(sent) = set.join_next().await {
        sent.unwrap()?;
    }
    Ok(())
}
