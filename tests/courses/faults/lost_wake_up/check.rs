//! What the learner's file must offer:
//! ```
//! pub struct Countdown(pub u32);
//! impl Future for Countdown { type Output = &'static str; }
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// The countdown asks to be polled again whenever it is not ready.
    it_asks_to_be_woken,
}

async fn it_asks_to_be_woken(lab: &mut Lab) -> Checked {
    let polled = lab.poll_when_woken(exercise::Countdown(3)).await;
    lab.expect_woken("the countdown", &polled, 4)
}
