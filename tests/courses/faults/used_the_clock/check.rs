//! What the learner's file must offer:
//! ```
//! /// Goes through all rows, and yields after each.
//! pub async fn go_through(rows: &[u32], look: impl Fn(u32))
//! ```

use probe::{Checked, Lab, ms};

probe::checks! {
    /// It yields after each row and never waits for the clock.
    no_time_passes,
}

async fn no_time_passes(lab: &mut Lab) -> Checked {
    let run = lab.run(exercise::go_through(&[3, 1, 2], |_| ())).await;
    lab.expect_no_wait("going through three rows", &run, ms(1_000))
}
