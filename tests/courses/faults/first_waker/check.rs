//! What the learner's file must offer:
//! ```
//! #[derive(Clone, Default)]
//! pub struct Flag
//! impl Flag { pub fn raise(&self); pub async fn raised(&self); }
//! ```

use exercise::Flag;
use probe::{Checked, Lab, ms};
use tokio::time::sleep;

probe::checks! {
    /// A task that waits for the flag continues when it is raised, wherever it was last polled.
    the_last_poll_counts,
}

async fn the_last_poll_counts(lab: &mut Lab) -> Checked {
    let flag = Flag::default();
    let other = flag.clone();
    tokio::spawn(async move {
        sleep(ms(30)).await;
        other.raise();
    });
    let both = async { tokio::join!(flag.raised(), sleep(ms(10))) };
    let polled = lab.poll_with_fresh_wakers(both).await;
    lab.expect_woken("the wait for the flag", &polled, 4)
}
