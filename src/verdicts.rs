//! The verdicts of exercises that have not changed since they were judged.
//!
//! A verdict is kept under a key made from all that it depends on, so one that is found is never
//! stale: it is found only as long as nothing of that has changed.

use crate::file::read_up_to;
use crate::verdict::Verdict;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The most bytes that a kept verdict takes: it holds what the learner's program printed.
const MOST: u64 = 64 << 20;

/// All that a verdict depends on, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key(u64);

impl Key {
    /// The key of what is made from these.
    #[must_use]
    pub fn of(parts: &impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        parts.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// A verdict, and the record of how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// In one word.
    pub verdict: Verdict,
    /// As `--json` prints it.
    pub record: String,
}

/// A kept file.
#[derive(Serialize, Deserialize)]
struct Kept {
    key: Key,
    judged: Judged,
}

/// What was judged under `key` of the exercise `name`, in the state folder `dir`. Nothing where it
/// cannot be read: then it is judged again.
#[must_use]
pub fn kept(dir: &Path, name: &str, key: Key) -> Option<Judged> {
    let text = read_up_to(MOST, &file(dir, name)).ok()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    (kept.key == key).then_some(kept.judged)
}

/// Keeps what was judged under `key`, in place of what was kept before.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep(dir: &Path, name: &str, key: Key, judged: &Judged) -> Result<()> {
    let path = file(dir, name);
    let kept = Kept {
        key,
        judged: judged.clone(),
    };
    let write = || {
        // Never the state folder too: where the course was moved away, it would be in its way.
        if dir.is_dir() {
            fs::create_dir_all(dir.join("verdicts"))?;
        }
        fs::write(&path, serde_json::to_vec(&kept)?)
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}

/// Whether another attempt at the same would come to the same: what a busy machine can bring about is
/// no verdict to keep.
#[must_use]
pub fn is_lasting(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Passed
        | Verdict::DoesNotCompile
        | Verdict::InterfaceMismatch
        | Verdict::LintDenied
        | Verdict::Failed
        | Verdict::Deadlocked => true,
        Verdict::TimedOut | Verdict::Crashed | Verdict::OutputFlood | Verdict::OutOfMemory => false,
    }
}

fn file(dir: &Path, name: &str) -> PathBuf {
    dir.join("verdicts").join(format!("{name}.json"))
}

#[cfg(test)]
mod tests {
    use super::{Judged, Key, keep, kept};
    use crate::verdict::Verdict;

    #[test]
    fn a_verdict_is_found_only_under_the_key_that_it_was_kept_under() {
        let dir = tempfile::tempdir().unwrap();
        let judged = Judged {
            verdict: Verdict::Passed,
            record: "{}".into(),
        };
        let key = Key::of(&("source", 1));
        keep(dir.path(), "a", key, &judged).unwrap();
        assert_eq!(kept(dir.path(), "a", key), Some(judged));
        assert_eq!(kept(dir.path(), "a", Key::of(&("source", 2))), None);
        assert_eq!(kept(dir.path(), "b", key), None);
    }

    #[test]
    fn a_kept_file_that_is_damaged_is_no_verdict() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("verdicts")).unwrap();
        std::fs::write(dir.path().join("verdicts/a.json"), "{\"key\":1").unwrap();
        assert_eq!(kept(dir.path(), "a", Key::of(&1)), None);
    }
}
