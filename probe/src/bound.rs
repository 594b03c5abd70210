//! What a measured number may be.

use std::fmt::Debug;

/// The numbers that are right, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound<T> {
    /// No less than this.
    pub least: Option<T>,
    /// No more than this.
    pub most: Option<T>,
}

/// This number or less.
pub const fn at_most<T>(most: T) -> Bound<T> {
    Bound {
        least: None,
        most: Some(most),
    }
}

/// This number or more.
pub const fn at_least<T>(least: T) -> Bound<T> {
    Bound {
        least: Some(least),
        most: None,
    }
}

/// This number and no other.
pub fn exactly<T: Copy>(value: T) -> Bound<T> {
    within(value, value)
}

/// One of these or a number between them.
pub const fn within<T>(least: T, most: T) -> Bound<T> {
    Bound {
        least: Some(least),
        most: Some(most),
    }
}

impl<T: PartialOrd + Copy> Bound<T> {
    /// The least right number, when `value` is below it.
    pub fn missed_by(&self, value: T) -> Option<T> {
        self.least.filter(|least| value < *least)
    }

    /// The greatest right number, when `value` is above it.
    pub fn exceeded_by(&self, value: T) -> Option<T> {
        self.most.filter(|most| value > *most)
    }
}

#[cfg(test)]
mod tests {
    use super::{at_least, at_most, exactly, within};

    #[test]
    fn a_bound_holds_at_its_own_ends() {
        assert_eq!(within(2, 4).missed_by(2), None);
        assert_eq!(within(2, 4).exceeded_by(4), None);
        assert_eq!(exactly(3).missed_by(3), None);
    }

    #[test]
    fn a_bound_names_the_end_that_was_crossed() {
        assert_eq!(at_least(2).missed_by(1), Some(2));
        assert_eq!(at_most(2).exceeded_by(3), Some(2));
        assert_eq!(at_most(2).missed_by(0), None);
    }
}
