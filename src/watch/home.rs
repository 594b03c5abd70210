//! Where the course's folder is: held open, so that it is found again when it is renamed.

use anyhow::{Context, Result};
use std::fs::{self, File, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The folder of a course.
pub(super) struct Home {
    root: PathBuf,
    /// The system follows the folder itself, whatever it is called.
    folder: File,
}

/// Where it is now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// Where it was, with its exercises.
    Here,
    /// Where it was, and `exercises/` is not in it.
    NoExercises,
    /// Here instead; or another folder has come into its place.
    Moved(PathBuf),
    /// Nobody knows.
    Gone,
}

impl Home {
    pub(super) fn of(root: &Path) -> Result<Self> {
        let folder =
            File::open(root).with_context(|| format!("{} cannot be opened", root.display()))?;
        Ok(Self {
            root: root.to_owned(),
            folder,
        })
    }

    pub(super) fn exercises(&self) -> PathBuf {
        self.root.join("exercises")
    }

    pub(super) fn whereabouts(&self) -> Whereabouts {
        if self.is_at(&self.root) {
            return match self.exercises().is_dir() {
                true => Whereabouts::Here,
                false => Whereabouts::NoExercises,
            };
        }
        match new_path(&self.folder).filter(|path| self.is_at(path)) {
            Some(path) => Whereabouts::Moved(path),
            None if self.exercises().is_dir() => Whereabouts::Moved(self.root.clone()),
            None => Whereabouts::Gone,
        }
    }

    fn is_at(&self, path: &Path) -> bool {
        let (Ok(there), Ok(held)) = (fs::metadata(path), self.folder.metadata()) else {
            return false;
        };
        identity(&there) == identity(&held)
    }
}

fn identity(metadata: &Metadata) -> (u64, u64) {
    (metadata.dev(), metadata.ino())
}

/// What the open `folder` is called now.
#[cfg(target_os = "linux")]
fn new_path(folder: &File) -> Option<PathBuf> {
    use std::os::fd::AsRawFd;
    fs::read_link(format!("/proc/self/fd/{}", folder.as_raw_fd())).ok()
}

/// Nobody tells.
#[cfg(not(target_os = "linux"))]
fn new_path(_folder: &File) -> Option<PathBuf> {
    None
}

#[cfg(test)]
mod tests {
    use super::{Home, Whereabouts};
    use std::fs;

    #[test]
    fn a_folder_is_found_where_it_was_moved_to() {
        let dir = tempfile::tempdir().unwrap();
        let dir = fs::canonicalize(dir.path()).unwrap();
        let (root, new) = (dir.join("old"), dir.join("new"));
        fs::create_dir_all(root.join("exercises")).unwrap();
        let home = Home::of(&root).unwrap();
        assert_eq!(home.whereabouts(), Whereabouts::Here);
        fs::remove_dir(root.join("exercises")).unwrap();
        assert_eq!(home.whereabouts(), Whereabouts::NoExercises);
        fs::rename(&root, &new).unwrap();
        if cfg!(target_os = "linux") {
            assert_eq!(home.whereabouts(), Whereabouts::Moved(new.clone()));
        }
        fs::remove_dir(&new).unwrap();
        assert_eq!(home.whereabouts(), Whereabouts::Gone);
        // As after a fresh clone in the place of the old one.
        fs::create_dir_all(root.join("exercises")).unwrap();
        assert_eq!(home.whereabouts(), Whereabouts::Moved(root));
    }
}
