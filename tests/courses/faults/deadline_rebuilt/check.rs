//! What the learner's file must offer:
//! ```
//! /// Gathers votes until the poll has been open for one second.
//! pub async fn poll_station(votes: mpsc::Receiver<u32>) -> Vec<u32>
//! ```

use probe::{Checked, Lab, exactly, ms};
use tokio::sync::mpsc;
use tokio::time::sleep;

probe::checks! {
    /// The poll closes after one second, no matter how many votes still arrive.
    it_closes_in_time,
}

async fn it_closes_in_time(lab: &mut Lab) -> Checked {
    let (voter, votes) = mpsc::channel(1);
    tokio::spawn(async move {
        for vote in 0..20 {
            sleep(ms(300)).await;
            if voter.send(vote).await.is_err() {
                return;
            }
        }
        sleep(ms(60_000)).await;
    });
    let run = lab.run(exercise::poll_station(votes)).await;
    lab.expect_took(
        "a poll of one second, with a vote every 300 ms,",
        &run,
        exactly(ms(1_000)),
    )?;
    lab.expect_eq("the votes", run.value, vec![0, 1, 2])
}
