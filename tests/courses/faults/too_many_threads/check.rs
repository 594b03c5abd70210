//! What the learner's file must offer:
//! ```
//! /// Boils all the eggs at the same time, each for as long as it needs.
//! pub async fn boil(eggs: Vec<Duration>)
//! ```

use probe::{Checked, Lab, ms};

probe::checks! {
    /// One thread waits for all the eggs, however many there are.
    no_thread_for_each,
}

async fn no_thread_for_each(lab: &mut Lab) -> Checked {
    let before = lab.memory();
    exercise::boil(vec![ms(200); 4]).await;
    lab.expect_new_threads("the kitchen", &before, 1)
}
