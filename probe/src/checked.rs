//! How a check goes on, or ends: at its first broken expectation.
//!
//! A learner reads one finding a check, so what would follow it is never measured.

/// What an expectation gives: `?` goes on when it is met, and ends the check when it is broken.
/// The finding that says how is in the [`Lab`](crate::Lab) then.
pub type Checked<T = ()> = Result<T, Broken>;

/// An expectation was broken. Only the probe makes one, together with the finding.
#[derive(Debug)]
pub struct Broken(());

impl Broken {
    /// Once the finding is in the lab.
    pub(crate) fn noted() -> Self {
        Self(())
    }
}
