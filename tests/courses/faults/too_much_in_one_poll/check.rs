//! What the learner's file must offer:
//! ```
//! /// Sorts all letters, and yields after every ten.
//! pub async fn sort_all(letters: u32, sort: impl Fn())
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// Other tasks can run after every ten letters.
    ten_at_a_time,
}

async fn ten_at_a_time(lab: &mut Lab) -> Checked {
    let sorted = lab.hook();
    lab.run(exercise::sort_all(35, || sorted.call())).await;
    lab.expect_in_one_poll("letters sorted", &sorted, 10)
}
