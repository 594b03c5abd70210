//! What the learner's file must offer:
//! ```
//! /// Tries three times, then gives up.
//! pub async fn persist(attempt: impl AsyncFn() -> Result<(), String>) -> Result<(), String>
//! ```

use probe::{Checked, Lab, exactly};

probe::checks! {
    /// It tries three times and no more.
    three_attempts,
}

async fn three_attempts(lab: &mut Lab) -> Checked {
    let hook = lab.hook();
    let outcome = exercise::persist(async || {
        hook.call();
        Err("nobody answers".to_owned())
    })
    .await;
    lab.expect_calls(
        "calls of a server that never answers",
        hook.calls(),
        exactly(3),
    )?;
    lab.expect_eq("whether it gave up", outcome.is_err(), true)
}
