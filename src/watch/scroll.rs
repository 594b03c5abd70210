//! Where in a page that is longer than its room the learner is. Pure.

use super::action::Key;

/// What is to be seen. How many rows that is from the top is known once the page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scroll {
    /// What is to be looked at first: what failed, a hint that was just asked for, or the beginning.
    #[default]
    Focus,
    /// This line, with some before and after it.
    Line(usize),
    /// The page from this row on.
    From(usize),
}

/// How a page was last laid out: what the next movement starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// The first row shown.
    pub top: usize,
    /// The first row shown at the very end.
    pub last: usize,
    /// The line that the first row shown is part of.
    pub line: usize,
}

impl Scroll {
    /// After a movement on a page that was last laid out like this. It need not have been laid out since the
    /// movement before.
    #[must_use]
    pub fn moved(self, movement: Key, extent: Extent) -> Self {
        let top = match self {
            Self::From(row) => row.min(extent.last),
            Self::Focus | Self::Line(_) => extent.top,
        };
        Self::From(match movement {
            Key::Move(by) => top.saturating_add_signed(by).min(extent.last),
            Key::First => 0,
            _ => extent.last,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, Key, Scroll};

    #[test]
    fn a_movement_ends_at_both_ends_however_large_it_is() {
        let extent = Extent {
            top: 3,
            last: 5,
            line: 0,
        };
        let moved = |movement| Scroll::Focus.moved(movement, extent);
        let twice = moved(Key::Move(1)).moved(Key::Move(1), extent);
        assert_eq!(twice, Scroll::From(5));
        assert_eq!(moved(Key::Move(1)), Scroll::From(4));
        assert_eq!(moved(Key::Move(isize::MAX)), Scroll::From(5));
        assert_eq!(moved(Key::Move(isize::MIN)), Scroll::From(0));
        assert_eq!(moved(Key::First), Scroll::From(0));
        assert_eq!(moved(Key::Last), Scroll::From(5));
    }
}
