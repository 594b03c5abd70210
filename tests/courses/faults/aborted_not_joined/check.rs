//! What the learner's file must offer:
//! ```
//! /// Runs this many workers for a while, then sends them home.
//! pub async fn work_day(workers: u32)
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// Every worker has left when the day is over.
    everybody_has_left,
}

async fn everybody_has_left(lab: &mut Lab) -> Checked {
    lab.run(exercise::work_day(3)).await;
    lab.expect_no_task_left("the day")
}
