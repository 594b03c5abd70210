//! What the learner's file must offer:
//! ```
//! /// Sends each parcel. The number is how long it takes; 0 cannot be sent.
//! pub async fn send_all(parcels: &[u64]) -> Result<(), String>
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// When one parcel fails, no other parcel is still on its way.
    nothing_goes_on,
}

async fn nothing_goes_on(lab: &mut Lab) -> Checked {
    let run = lab.run(exercise::send_all(&[50, 0, 70, 90])).await;
    lab.expect_eq("what it says of a bad parcel", run.value.is_err(), true)?;
    lab.expect_no_task_left("the delivery")
}
