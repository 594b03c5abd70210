//! The verdicts of exercises that have not changed since they were judged.
//!
//! A verdict is kept under a key made from all that it depends on, so one that is found is never
//! stale: it is found only as long as nothing of that has changed.

use crate::file::read_up_to;
use crate::verdict::{Inputs, Verdict};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::env::VarError;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How far the time that a system notes for a change may lie before the change.
const TICK: Duration = Duration::from_millis(10);

/// The most bytes that a kept verdict takes: it holds what the learner's program printed.
const MOST: u64 = 64 << 20;

/// All that a verdict depends on, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// What a verdict depends on that is known only after it: the content of each file that was read for it,
/// and the value of each environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// None where there is no such file.
    files: Vec<(PathBuf, Option<Key>)>,
    /// None where it is not set.
    variables: Vec<(String, Option<String>)>,
}

impl State {
    /// What `inputs` are now; their paths start at `root`. None when one of them has changed after `since`,
    /// or cannot be kept: then it is not known what was read.
    #[must_use]
    pub fn of(inputs: &Inputs, root: &Path, since: SystemTime) -> Option<Self> {
        let content = |file: &PathBuf| {
            let path = root.join(file);
            let changed = fs::metadata(&path).and_then(|metadata| metadata.modified());
            let is_still = changed.map_or(true, |changed| changed + TICK < since);
            is_still.then(|| (file.clone(), content_of(&path)))
        };
        let value = |name: &String| match std::env::var(name) {
            Ok(value) => Some((name.clone(), Some(value))),
            Err(VarError::NotPresent) => Some((name.clone(), None)),
            Err(VarError::NotUnicode(_)) => None,
        };
        Some(Self {
            files: inputs.files.iter().map(content).collect::<Option<_>>()?,
            variables: inputs.variables.iter().map(value).collect::<Option<_>>()?,
        })
    }

    fn still_holds(&self, root: &Path) -> bool {
        let same_content = |(file, key): &(PathBuf, _)| content_of(&root.join(file)) == *key;
        let same_value = |(name, value): &(String, _)| std::env::var(name).ok() == *value;
        self.files.iter().all(same_content) && self.variables.iter().all(same_value)
    }
}

fn content_of(path: &Path) -> Option<Key> {
    Some(Key::of(&fs::read(path).ok()?))
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
    state: State,
    judged: Judged,
}

/// What was judged under `key` of the exercise `name`, in the state folder `dir` of the course in `root`,
/// if all that was read for it is still the same. Nothing where it cannot be read: then it is judged again.
#[must_use]
pub fn kept(dir: &Path, root: &Path, name: &str, key: Key) -> Option<Judged> {
    let text = read_up_to(MOST, &file(dir, name)).ok()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    (kept.key == key && kept.state.still_holds(root)).then_some(kept.judged)
}

/// Keeps what was judged under `key` from inputs in this `state`, in place of what was kept before.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep(dir: &Path, name: &str, key: Key, state: State, judged: &Judged) -> Result<()> {
    let path = file(dir, name);
    let kept = Kept {
        key,
        state,
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
    use super::{Judged, Key, State, keep, kept};
    use crate::verdict::{Inputs, Verdict};
    use std::fs;
    use std::time::{Duration, SystemTime};

    fn passed() -> Judged {
        Judged {
            verdict: Verdict::Passed,
            record: "{}".into(),
        }
    }

    fn read(files: &[&str], variables: &[&str]) -> Inputs {
        Inputs {
            files: files.iter().map(Into::into).collect(),
            variables: variables.iter().map(ToString::to_string).collect(),
        }
    }

    fn later() -> SystemTime {
        SystemTime::now() + Duration::from_secs(60)
    }

    #[test]
    fn a_verdict_is_found_only_under_the_key_that_it_was_kept_under() {
        let dir = tempfile::tempdir().unwrap();
        let state = State::of(&read(&[], &[]), dir.path(), later()).unwrap();
        let key = Key::of(&("source", 1));
        keep(dir.path(), "a", key, state, &passed()).unwrap();
        let kept = |name, key| kept(dir.path(), dir.path(), name, key);
        assert_eq!(kept("a", key), Some(passed()));
        assert_eq!(kept("a", Key::of(&("source", 2))), None);
        assert_eq!(kept("b", key), None);
    }

    #[test]
    fn a_verdict_is_found_as_long_as_all_that_was_read_for_it_is_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let table = dir.path().join("table");
        fs::write(&table, "1").unwrap();
        let inputs = read(&["table", "not_there"], &["ASYNCLINGS_UNSET"]);
        let state = State::of(&inputs, dir.path(), later()).unwrap();
        let key = Key::of(&1);
        keep(dir.path(), "a", key, state, &passed()).unwrap();
        let is_kept = || kept(dir.path(), dir.path(), "a", key).is_some();
        assert!(is_kept());
        fs::write(&table, "2").unwrap();
        assert!(!is_kept());
        fs::write(&table, "1").unwrap();
        assert!(is_kept());
        fs::write(dir.path().join("not_there"), "").unwrap();
        assert!(!is_kept());
    }

    #[test]
    fn what_was_saved_while_it_was_judged_may_not_be_what_was_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("table"), "1").unwrap();
        let before = SystemTime::now() - Duration::from_secs(60);
        assert_eq!(State::of(&read(&["table"], &[]), dir.path(), before), None);
    }

    #[test]
    fn a_kept_file_that_is_damaged_is_no_verdict() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("verdicts")).unwrap();
        fs::write(dir.path().join("verdicts/a.json"), "{\"key\":1").unwrap();
        assert_eq!(kept(dir.path(), dir.path(), "a", Key::of(&1)), None);
    }
}
