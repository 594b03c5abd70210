//! What the learner's file must offer:
//! ```
//! #[derive(Clone, Default)]
//! pub struct Flag
//! impl Flag { pub fn raise(&self); pub async fn raised(&self); }
//! ```

use exercise::Flag;
use probe::{Checked, Lab, ms};

probe::checks! {
    /// A task that waits for the flag sleeps until the flag is raised.
    the_wait_sleeps,
}

async fn the_wait_sleeps(lab: &mut Lab) -> Checked {
    let flag = Flag::default();
    let other = flag.clone();
    tokio::spawn(async move {
        tokio::time::sleep(ms(30)).await;
        other.raise();
    });
    let polled = lab.poll_when_woken(flag.raised()).await;
    lab.expect_woken("the wait for the flag", &polled, 1)
}
