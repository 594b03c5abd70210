//! A bar that fills up.

use super::palette::Ink;

/// `done` of `of` as a bar of at most `width` columns, numbers included.
#[must_use]
pub fn bar(done: usize, of: usize, width: usize) -> String {
    let numbers = format!(" {done}/{of}");
    let room = width.saturating_sub(numbers.len() + 2).min(60);
    let filled = (room * done.min(of)).checked_div(of).unwrap_or(0);
    format!(
        "[{}{}]{numbers}",
        "#".repeat(filled).good(),
        "-".repeat(room - filled).faint()
    )
}

#[cfg(test)]
mod tests {
    use super::bar;
    use crate::screen::paint::{columns, plain};

    #[test]
    fn a_bar_is_full_when_all_is_done_and_never_wider_than_asked() {
        assert_eq!(plain(&bar(0, 4, 10)), "[----] 0/4");
        assert_eq!(plain(&bar(4, 4, 10)), "[####] 4/4");
        assert!(columns(&bar(7, 12, 80)) <= 80);
        assert_eq!(plain(&bar(0, 0, 10)), "[----] 0/0");
    }
}
