//! What the learner's file must offer:
//! ```
//! /// Asks the clerk and returns the answer.
//! pub async fn ask(question: u32) -> Option<u32>
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// Every question gets an answer.
    an_answer_comes,
}

async fn an_answer_comes(lab: &mut Lab) -> Checked {
    let answer = lab.spawn("the customer", exercise::ask(20)).await;
    lab.expect_eq("the answer", answer, Some(40))
}
