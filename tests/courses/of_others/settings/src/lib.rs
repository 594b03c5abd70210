//! What exercises of this course share.

/// Twice `number`.
#[must_use]
pub fn twice(number: u32) -> u32 {
    2 * number
}
