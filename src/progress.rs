//! What the learner has done: a small TOML file that survives a kill at any moment and two
//! programs at once.
//!
//! It is written to a temporary file, synced and renamed, under a lock that the system releases
//! however a program ends. A file that cannot be read is kept aside, never overwritten. It may travel
//! with git: what passed on two machines is merged, with git's help or without it.

mod merge;
mod rustlings;

use crate::exercise::Exercise;
use crate::file::{self, Unreadable, open_to_lock};
use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long the claim of a watcher that was killed may outlive it: a compiler that it was about to
/// start holds what it held, until the system has put the compiler's program in its place.
const GRACE: Duration = Duration::from_millis(500);

/// The version of the file that this program writes.
const VERSION: u32 = 1;

/// What was done so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    version: u32,
    /// The exercise that the watcher was at.
    pub current: Option<String>,
    /// Names of exercises that have passed, in the order they did.
    #[serde(default)]
    pub done: Vec<String>,
    /// Whether the welcome message was shown.
    #[serde(default)]
    pub welcomed: bool,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            version: VERSION,
            current: None,
            done: Vec::new(),
            welcomed: false,
        }
    }
}

impl Progress {
    /// Notes a pass; a second one of the same name changes nothing.
    pub fn pass(&mut self, name: &str) {
        if !self.done.iter().any(|done| done == name) {
            self.done.push(name.to_owned());
        }
    }

    /// Git may have put a pass of either side into one file.
    fn without_duplicates(mut self) -> Self {
        for name in std::mem::take(&mut self.done) {
            self.pass(&name);
        }
        self
    }

    /// The text of the file. Each name has a line of its own, also when there is only one, so that
    /// git can merge two files line by line.
    fn lines(&self) -> Result<String> {
        let rest = Self {
            done: Vec::new(),
            ..self.clone()
        };
        let names = self.done.iter();
        let names = names.map(|name| format!("    {},\n", toml::Value::from(name.as_str())));
        let names: String = names.collect();
        let rest = toml::to_string(&rest)?;
        Ok(rest.replace("done = []\n", &format!("done = [\n{names}]\n")))
    }

    /// Takes a pass back, whatever name the exercise had then.
    pub fn undo(&mut self, exercise: &Exercise) {
        self.done.retain(|done| !exercise.answers_to(done));
    }

    /// Whether `exercise` has passed, whatever name it had then.
    #[must_use]
    pub fn has(&self, exercise: &Exercise) -> bool {
        self.done.iter().any(|done| exercise.answers_to(done))
    }
}

/// Where progress is kept.
#[derive(Debug, Clone)]
pub struct Store {
    dir: PathBuf,
}

/// Held by the one watcher of a folder.
#[derive(Debug)]
pub struct WatchClaim {
    _file: File,
}

/// Progress as it was read, and what had to be kept aside to read it.
#[derive(Debug)]
pub struct Opened {
    /// What was done so far.
    pub progress: Progress,
    /// Where a file that could not be read was moved to.
    pub kept_aside: Option<PathBuf>,
    /// What is in the file is not what this program would write: git has merged two.
    was_merged: bool,
}

impl Opened {
    /// What the learner has to know of it; nothing when all is well. `cure` says how what passes is
    /// noted again.
    #[must_use]
    pub fn complaint(&self, cure: &str) -> Option<String> {
        let aside = self.kept_aside.as_ref()?.display();
        Some(format!(
            "Your progress could not be read and is kept as {aside}. {cure}"
        ))
    }
}

impl Store {
    /// The store in `dir`, the state folder of a course, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn in_dir(dir: &Path) -> Result<Self> {
        fs::create_dir_all(dir).with_context(|| unwritable(dir))?;
        Ok(Self {
            dir: dir.to_owned(),
        })
    }

    /// Reads what was done so far.
    ///
    /// # Errors
    /// When the file is there and the system does not let us at it, or a newer program wrote it.
    pub fn open(&self) -> Result<Opened> {
        let _lock = self.lock()?;
        self.read()
    }

    /// Changes what is kept, and returns it as it is now, with what had to be kept aside. What
    /// another program has done meanwhile is not lost.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn update(&self, change: impl FnOnce(&mut Progress)) -> Result<Opened> {
        let _lock = self.lock()?;
        let mut opened = self.read()?;
        let before = opened.progress.clone();
        change(&mut opened.progress);
        if opened.progress != before || opened.was_merged {
            self.write(&opened.progress)
                .with_context(|| unwritable(&self.file()))?;
        }
        Ok(opened)
    }

    /// The claim to be the folder's only watcher; none while another holds it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn claim_watch(&self) -> Result<Option<WatchClaim>> {
        let file = self.open_to_lock("watch.lock")?;
        let until = Instant::now() + GRACE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(WatchClaim { _file: file })),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(GRACE / 20);
                }
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }

    fn file(&self) -> PathBuf {
        self.dir.join("progress.toml")
    }

    fn lock(&self) -> Result<File> {
        let file = self.open_to_lock("progress.lock")?;
        file.lock()
            .with_context(|| format!("{} cannot be locked", self.dir.display()))?;
        Ok(file)
    }

    fn open_to_lock(&self, name: &str) -> Result<File> {
        let path = self.dir.join(name);
        open_to_lock(&path).map_err(|unreadable| match unreadable {
            Unreadable::Refused(error) => anyhow!(error).context(unwritable(&path)),
            strange => anyhow!(
                "{} {strange}\nMove it away; asynclings makes a new one.",
                path.display()
            ),
        })
    }

    fn read(&self) -> Result<Opened> {
        let path = self.file();
        let opened = |progress, kept_aside| Opened {
            progress,
            kept_aside,
            was_merged: false,
        };
        let fresh = |kept_aside| opened(Progress::default(), kept_aside);
        let text = match file::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(Unreadable::Missing) => {
                // Someone who comes from rustlings goes on where they are there.
                let theirs = self.dir.parent().and_then(rustlings::progress_in);
                return Ok(opened(theirs.unwrap_or_default(), None));
            }
            Err(Unreadable::Refused(error)) => {
                return Err(error).with_context(|| {
                    format!("{} cannot be read; make it readable", path.display())
                });
            }
            Err(_) => return Ok(fresh(Some(self.keep_aside()?))),
        };
        let (progress, was_merged) = match toml::from_str::<Progress>(&text) {
            Ok(progress) => (Some(progress), false),
            Err(_) => (merge::both_sides(&text), true),
        };
        match progress {
            Some(progress) if progress.version > VERSION => bail!(
                "{} was written by a newer asynclings (version {} of the file, this program \
                 knows {VERSION})\nInstall the newer one here too.",
                path.display(),
                progress.version
            ),
            Some(progress) => Ok(Opened {
                progress: progress.without_duplicates(),
                kept_aside: None,
                was_merged,
            }),
            None => Ok(fresh(Some(self.keep_aside()?))),
        }
    }

    /// Moves the file out of the way, under a name that is free.
    fn keep_aside(&self) -> Result<PathBuf> {
        let mut number = 1;
        loop {
            let aside = self.dir.join(format!("progress.unreadable.{number}.toml"));
            if aside.symlink_metadata().is_err() {
                fs::rename(self.file(), &aside).with_context(|| unwritable(&aside))?;
                return Ok(aside);
            }
            number += 1;
        }
    }

    fn write(&self, progress: &Progress) -> Result<()> {
        let text = progress.lines()?;
        let temporary = self.dir.join("progress.toml.new");
        let mut file = File::create(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, self.file())?;
        // The rename itself is on the disk only once the folder is.
        File::open(&self.dir)?.sync_all()?;
        Ok(())
    }
}

fn unwritable(path: &Path) -> String {
    format!(
        "{} cannot be written, so progress would be lost\n\
         Make the folder writable, free some room on the disk, or copy the course elsewhere.",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::Store;
    use std::fs;
    use std::process::Command;
    use std::thread;

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::in_dir(&dir.path().join(".asynclings")).unwrap();
        (dir, store)
    }

    #[test]
    fn a_pass_is_there_when_the_store_is_opened_again() {
        let (_dir, store) = store();
        store.update(|progress| progress.pass("a")).unwrap();
        store.update(|progress| progress.pass("a")).unwrap();
        assert_eq!(store.open().unwrap().progress.done, ["a"]);
    }

    #[test]
    fn two_at_once_lose_nothing() {
        let (_dir, store) = store();
        thread::scope(|scope| {
            for thread in 0..4 {
                let store = &store;
                scope.spawn(move || {
                    for number in 0..25 {
                        let name = format!("{thread}-{number}");
                        store.update(|progress| progress.pass(&name)).unwrap();
                    }
                });
            }
        });
        assert_eq!(store.open().unwrap().progress.done.len(), 100);
    }

    #[test]
    fn what_cannot_be_read_is_kept_aside_under_a_name() {
        let (_dir, store) = store();
        for _ in 0..2 {
            fs::write(store.file(), b"done = \xff[").unwrap();
            let opened = store.open().unwrap();
            assert!(opened.progress.done.is_empty());
            assert_eq!(
                fs::read(opened.kept_aside.unwrap()).unwrap(),
                b"done = \xff["
            );
        }
    }

    #[test]
    fn a_file_that_is_damaged_between_two_changes_is_kept_aside_and_told() {
        let (_dir, store) = store();
        store.update(|progress| progress.pass("a")).unwrap();
        fs::write(store.file(), "damaged [").unwrap();
        let opened = store.update(|progress| progress.pass("b")).unwrap();
        assert!(opened.kept_aside.is_some());
        assert_eq!(opened.progress.done, ["b"]);
    }

    #[test]
    fn a_file_of_a_newer_program_is_left_alone() {
        let (_dir, store) = store();
        fs::write(store.file(), "version = 99\ndone = []").unwrap();
        let refused = format!("{:#}", store.open().unwrap_err());
        assert!(refused.contains("newer asynclings"), "{refused}");
        assert!(store.file().exists());
    }

    #[test]
    fn each_pass_is_a_line_of_the_file() {
        let (_dir, store) = store();
        for (name, lines) in [("a", 6), ("b", 7)] {
            store.update(|progress| progress.pass(name)).unwrap();
            let text = fs::read_to_string(store.file()).unwrap();
            assert!(text.contains(&format!("\n    \"{name}\",\n")), "{text}");
            assert_eq!(text.lines().count(), lines - 1, "{text}");
        }
    }

    #[test]
    fn what_git_has_merged_is_the_union_and_is_written_anew() {
        let (_dir, store) = store();
        let text = "version = 1\n<<<<<<< HEAD\ncurrent = \"b\"\ndone = [\n    \"a\",\n    \"b\",\n]\n\
                    =======\ncurrent = \"c\"\ndone = [\n    \"a\",\n    \"c\",\n]\n>>>>>>> other\n\
                    welcomed = true\n";
        fs::write(store.file(), text).unwrap();
        let opened = store.open().unwrap();
        assert!(opened.complaint("").is_none());
        assert_eq!(opened.progress.done, ["a", "b", "c"]);
        store.update(|_| ()).unwrap();
        let text = fs::read_to_string(store.file()).unwrap();
        assert!(!text.contains("<<<"), "{text}");
        assert_eq!(store.open().unwrap().progress, opened.progress);
    }

    #[test]
    fn a_pipe_in_the_place_of_a_file_is_told_or_kept_aside_and_never_waited_for() {
        let (_dir, store) = store();
        let pipe = |name: &str| {
            let path = store.dir.join(name);
            let _not_there = fs::remove_file(&path);
            let made = Command::new("mkfifo").arg(&path).status().unwrap();
            assert!(made.success());
            path
        };
        pipe("progress.toml");
        assert!(store.open().unwrap().kept_aside.is_some());
        pipe("watch.lock");
        let refused = store.claim_watch().unwrap_err().to_string();
        assert!(
            refused.contains("watch.lock is a pipe, not a file"),
            "{refused}"
        );
        let lock = pipe("progress.lock");
        let refused = store.open().unwrap_err().to_string();
        assert!(
            refused.contains("progress.lock is a pipe, not a file"),
            "{refused}"
        );
        fs::remove_file(&lock).unwrap();
        fs::create_dir(&lock).unwrap();
        let refused = store.open().unwrap_err().to_string();
        assert!(refused.contains("progress.lock is a folder"), "{refused}");
    }

    #[test]
    fn half_a_write_is_never_read() {
        let (_dir, store) = store();
        store.update(|progress| progress.pass("a")).unwrap();
        // What a kill between writing and renaming leaves behind.
        fs::write(store.dir.join("progress.toml.new"), "version = 1\ndo").unwrap();
        assert_eq!(store.open().unwrap().progress.done, ["a"]);
    }

    #[test]
    fn only_one_can_claim_to_watch() {
        let (_dir, store) = store();
        let claim = store.claim_watch().unwrap();
        assert!(claim.is_some());
        assert!(store.claim_watch().unwrap().is_none());
        drop(claim);
        assert!(store.claim_watch().unwrap().is_some());
    }
}
