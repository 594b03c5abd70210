//! What the learner's file must offer:
//! ```
//! /// Runs on any thread.
//! pub async fn count(words: Vec<String>) -> usize
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// The words can be counted in a task on any thread.
    it_runs_anywhere,
}

async fn it_runs_anywhere(lab: &mut Lab) -> Checked {
    let words = vec!["one".to_owned(), "two".to_owned()];
    let count = tokio::spawn(exercise::count(words)).await;
    lab.expect_eq("the number of words", count.ok(), Some(2))
}
