//! What the learner has done: a small TOML file that survives a kill at any moment and two
//! programs at once.
//!
//! It is written to a temporary file, synced and renamed, under a lock that the system lets go
//! of however a program ends. A file that cannot be read is kept aside, never overwritten.

mod rustlings;

use crate::exercise::Exercise;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
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
        if opened.progress != before {
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
        let path = self.dir.join("watch.lock");
        let file = File::create(&path).with_context(|| unwritable(&path))?;
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
        let path = self.dir.join("progress.lock");
        let file = File::create(&path).with_context(|| unwritable(&path))?;
        file.lock()
            .with_context(|| format!("{} cannot be locked", path.display()))?;
        Ok(file)
    }

    fn read(&self) -> Result<Opened> {
        let path = self.file();
        let fresh = |kept_aside| Opened {
            progress: Progress::default(),
            kept_aside,
        };
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let mut opened = fresh(None);
                // Somebody who comes from rustlings goes on where they are there.
                let theirs = self.dir.parent().and_then(rustlings::progress_in);
                opened.progress = theirs.unwrap_or(opened.progress);
                return Ok(opened);
            }
            Err(error) if error.kind() == ErrorKind::IsADirectory => {
                return Ok(fresh(Some(self.keep_aside()?)));
            }
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("{} cannot be read; make it readable", path.display())
                });
            }
        };
        match toml::from_str::<Progress>(&text) {
            Ok(progress) if progress.version > VERSION => bail!(
                "{} was written by a newer asynclings (version {} of the file, this program \
                 knows {VERSION})\nInstall the newer one here too.",
                path.display(),
                progress.version
            ),
            Ok(progress) => Ok(Opened {
                progress,
                kept_aside: None,
            }),
            Err(_) => Ok(fresh(Some(self.keep_aside()?))),
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
        let text = toml::to_string_pretty(progress)?;
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
