//! What the learner's file must offer:
//! ```
//! pub async fn copy(from: &mut DuplexStream) -> usize
//! ```

use probe::{Checked, Lab, at_most};

probe::checks! {
    /// The future of a copy is small enough to be moved around.
    the_future_is_small,
}

async fn the_future_is_small(lab: &mut Lab) -> Checked {
    let (_far, mut near) = tokio::io::duplex(16);
    let copy = exercise::copy(&mut near);
    lab.expect_size("the future of a copy", &copy, at_most(1024))
}
