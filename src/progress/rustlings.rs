//! What rustlings has noted in a course folder, read once and never written.

use super::Progress;
use crate::file;
use std::path::Path;

/// The progress that rustlings keeps in the course folder `root`; none where it keeps none.
pub(super) fn progress_in(root: &Path) -> Option<Progress> {
    read(&file::read_text(&root.join(".rustlings-state.txt")).ok()?)
}

/// A warning, an empty line, the exercise at hand, an empty line, and what is done.
fn read(text: &str) -> Option<Progress> {
    let mut lines = text.lines().skip(2);
    let current = lines.next().filter(|name| !name.is_empty())?;
    let done = lines.skip(1).take_while(|name| !name.is_empty());
    Some(Progress {
        current: Some(current.to_owned()),
        done: done.map(str::to_owned).collect(),
        ..Progress::default()
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_done_and_what_is_at_hand_are_read() {
        let progress = read("DON'T EDIT THIS FILE!\n\nb\n\na\nc\n").unwrap();
        assert_eq!(progress.current.as_deref(), Some("b"));
        assert_eq!(progress.done, ["a", "c"]);
    }

    #[test]
    fn a_file_without_an_exercise_says_nothing() {
        assert_eq!(read("DON'T EDIT THIS FILE!\n"), None);
    }
}
