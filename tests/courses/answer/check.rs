//! What the learner's file must offer:
//! ```
//! pub async fn answer() -> u32
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// The answer is right.
    the_answer_is_right,
}

async fn the_answer_is_right(lab: &mut Lab) -> Checked {
    let answer = exercise::answer().await;
    lab.expect_eq("the answer", answer, 42)
}
