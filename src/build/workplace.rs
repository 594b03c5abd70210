//! A folder for one build at a time: two programs, or two attempts of one, never write into the
//! same.

use anyhow::{Context, Result};
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A claimed folder; free again when dropped. Its content stays, to make the next build fast.
#[derive(Debug)]
pub struct Workplace {
    path: PathBuf,
    /// Holds the claim: the system lets go of it however the program ends.
    _claim: File,
}

impl Workplace {
    /// Claims the first free folder of those for `name` below `root`.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn claim(root: &Path, name: &str) -> Result<Self> {
        let mut number = 0;
        // The course's folder itself is never made: where it was moved away, a new one would be in its way.
        for dir in root.parent().into_iter().chain([root]) {
            make(dir)?;
        }
        loop {
            let path = root.join(format!("{name}.{number}"));
            make(&path)?;
            let claim = File::create(path.join("claim")).with_context(|| unwritable(&path))?;
            match claim.try_lock() {
                Ok(()) => {
                    clear(&path);
                    return Ok(Self {
                        path,
                        _claim: claim,
                    });
                }
                Err(TryLockError::WouldBlock) => number += 1,
                Err(TryLockError::Error(error)) => {
                    return Err(error)
                        .with_context(|| format!("{} cannot be locked", path.display()));
                }
            }
        }
    }

    /// The files in which compilers say what they have read.
    #[must_use]
    pub fn what_was_read(&self) -> [PathBuf; 3] {
        ["exercise.d", "main.d", "tests.d"].map(|name| self.path.join(name))
    }

    /// What an earlier build has read says nothing of the next one.
    pub fn forget_what_was_read(&self) {
        for file in self.what_was_read() {
            let _not_there = fs::remove_file(file);
        }
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn make(dir: &Path) -> Result<()> {
    match fs::create_dir(dir) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.with_context(|| unwritable(dir)),
    }
}

/// Removes the temporary folders of compilers that were ended in the middle of their work.
fn clear(path: &Path) {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    for entry in entries {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            // What stays does no harm.
            let _stays = fs::remove_dir_all(entry.path());
        }
    }
}

fn unwritable(path: &Path) -> String {
    let is_in_the_way = |folder: &&Path| folder.symlink_metadata().is_ok() && !folder.is_dir();
    match path.ancestors().find(is_in_the_way) {
        Some(file) => format!(
            "{} is not a folder, and has to be one\n\
             Move it away and save again: the folder is made by itself.",
            file.display()
        ),
        None => format!(
            "{} cannot be written\n\
             Make the folder writable, free some room on the disk, or copy the course elsewhere.",
            path.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::Workplace;

    #[test]
    fn two_claims_of_one_name_are_two_folders() {
        let root = tempfile::tempdir().unwrap();
        let one = Workplace::claim(root.path(), "a").unwrap();
        let two = Workplace::claim(root.path(), "a").unwrap();
        assert_ne!(one.path(), two.path());
    }

    #[test]
    fn a_claim_that_was_let_go_is_given_again() {
        let root = tempfile::tempdir().unwrap();
        let one = Workplace::claim(root.path(), "a")
            .unwrap()
            .path()
            .to_owned();
        assert_eq!(Workplace::claim(root.path(), "a").unwrap().path(), one);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_named() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        std::fs::write(&build, "").unwrap();
        let refused = Workplace::claim(&build, "a").unwrap_err().to_string();
        let expected = format!("{} is not a folder, and has to be one", build.display());
        assert!(refused.starts_with(&expected), "{refused}");
    }

    #[test]
    fn what_a_compiler_that_was_ended_left_behind_is_cleared_away() {
        let root = tempfile::tempdir().unwrap();
        let left = Workplace::claim(root.path(), "a")
            .unwrap()
            .path()
            .join("rmeta1");
        std::fs::create_dir(&left).unwrap();
        let _next = Workplace::claim(root.path(), "a").unwrap();
        assert!(!left.exists());
    }
}
