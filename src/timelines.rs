//! The last timelines of each exercise, failing and passing, kept so that they can be seen again
//! and compared.

use crate::chart::Kept;
use crate::file::read_up_to;
use anyhow::{Context, Result};
use report::Timeline;
use std::fs;
use std::path::{Path, PathBuf};

/// The most bytes that the timelines of one exercise take.
const MOST: u64 = 64 << 20;

/// What is kept of the exercise `name` in the state folder `dir`; nothing where it cannot be read,
/// since the next attempt writes it anew.
#[must_use]
pub fn kept(dir: &Path, name: &str) -> Kept {
    read_up_to(MOST, &file(dir, name))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default()
}

/// Keeps the timelines of an attempt.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep(dir: &Path, name: &str, timelines: Vec<Timeline>, has_passed: bool) -> Result<()> {
    let mut all = kept(dir, name);
    all.has_passed = has_passed;
    if has_passed {
        all.passed = timelines;
    } else {
        all.failed = timelines;
    }
    let path = file(dir, name);
    let write = || {
        // Never the state folder too: where the course was moved away, it would be in its way.
        if dir.is_dir() {
            fs::create_dir_all(dir.join("timelines"))?;
        }
        fs::write(&path, serde_json::to_vec(&all)?)
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}

fn file(dir: &Path, name: &str) -> PathBuf {
    dir.join("timelines").join(format!("{name}.json"))
}

#[cfg(test)]
mod tests {
    use super::{keep, kept};
    use report::Timeline;

    #[test]
    fn a_pass_does_not_forget_how_it_looked_before() {
        let dir = tempfile::tempdir().unwrap();
        let timeline = |length_us| Timeline {
            check: "a".into(),
            length_us,
            rows: vec![],
        };
        keep(dir.path(), "x", vec![timeline(5)], false).unwrap();
        keep(dir.path(), "x", vec![timeline(3)], true).unwrap();
        let kept = kept(dir.path(), "x");
        assert_eq!(kept.last(), [timeline(3)]);
        let pairs: Vec<_> = kept.before_and_after().collect();
        assert_eq!(pairs, [(&timeline(5), &timeline(3))]);
    }
}
