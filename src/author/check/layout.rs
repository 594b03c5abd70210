//! A folder for the mistakes as whole files, for the compiler to read; they are gone when it is dropped.

use crate::build::workplace::Workplace;
use crate::course::{Course, STATE_DIR};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder.
#[derive(Debug)]
pub(super) struct Layout {
    root: PathBuf,
    /// Where it is the only check's, from the root.
    path: PathBuf,
    workplace: Workplace,
}

impl Layout {
    /// Claims a folder of `course`, and clears what a check that was killed has left there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn claim(course: &Course) -> Result<Self> {
        let build = Path::new(STATE_DIR).join("build");
        let workplace = Workplace::claim(&course.root.join(&build), "mistakes")?;
        let name = workplace.path().file_name().unwrap_or_default();
        Ok(Self {
            root: course.root.clone(),
            path: build.join(name),
            workplace,
        })
    }

    /// Writes `text` as the file `path`, and returns where that is. Both are from the course's root.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn put(&self, path: &Path, text: &str) -> Result<PathBuf> {
        let path = self.path.join(path);
        let full = self.root.join(&path);
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&full, text).with_context(|| format!("{} cannot be written", full.display()))?;
        Ok(path)
    }
}

impl Drop for Layout {
    fn drop(&mut self) {
        // What stays is cleared by the next check.
        let _stays = fs::remove_dir_all(self.workplace.path().join("mistakes"));
    }
}
