//! The learner's own files: whatever state they are in, a clear answer and nothing lost.

use super::{Course, STATE_DIR};
use crate::exercise::Exercise;
use crate::file::{self, Unreadable};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

impl Course {
    /// Why the file at `path`, taken from the course's root, cannot be given to a compiler, and what to
    /// do; none when it can.
    #[must_use]
    pub fn trouble_with(&self, path: &Path, exercise: &Exercise) -> Option<String> {
        let shown = path.display();
        let full = self.root.join(path);
        let reset = match full == self.root.join(exercise.path()) {
            true => format!(
                "`asynclings reset {}` brings the starter back.",
                exercise.name
            ),
            // Another file, judged as if it were the exercise: nothing of ours can take its place.
            false => String::new(),
        };
        let trouble = match file::read_text(&full) {
            Ok(text) if text.trim().is_empty() => format!("{shown} is empty. {reset}"),
            Ok(_) => return None,
            Err(unreadable) => match unreadable {
                Unreadable::Missing | Unreadable::LeadsNowhere => {
                    format!("{shown} {unreadable}. {reset}")
                }
                Unreadable::Folder | Unreadable::NoFile { .. } => {
                    format!("{shown} {unreadable}. Move it away. {reset}")
                }
                Unreadable::Larger(_) => {
                    format!("{shown} {unreadable}: too much to judge. {reset}")
                }
                Unreadable::NoText(_) => {
                    format!("{shown} {unreadable}. Save it as UTF-8 in your editor.")
                }
                Unreadable::Refused(_) => format!("{shown} {unreadable}. Make it readable."),
            },
        };
        Some(trouble.trim_end().to_owned())
    }

    /// Puts the starter back in place. What was there is kept, and the backup is returned.
    ///
    /// # Errors
    /// When the course keeps no starters, or the folder cannot be written.
    pub fn reset(&self, exercise: &Exercise) -> Result<Option<PathBuf>> {
        let starter = self.starter(exercise)?.with_context(|| {
            format!(
                "this course keeps no starter of `{}` (it has no folder starters/)\n\
                 If it is under git: git checkout -- {}",
                exercise.name,
                exercise.path().display()
            )
        })?;
        let path = self.root.join(exercise.path());
        let backup = match fs::symlink_metadata(&path) {
            Ok(_) if file::read(&path).is_ok_and(|now| now == starter.as_bytes()) => None,
            Ok(_) => Some(self.keep_aside(&path, exercise)?),
            Err(_) => None,
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, starter)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(backup)
    }

    /// Moves what is at `path` to a new name in the state folder.
    fn keep_aside(&self, path: &Path, exercise: &Exercise) -> Result<PathBuf> {
        let backups = PathBuf::from(STATE_DIR).join("backups");
        fs::create_dir_all(self.root.join(&backups))
            .with_context(|| format!("{} cannot be made", backups.display()))?;
        let mut number = 1;
        loop {
            let backup = backups.join(format!("{}.{number}.rs", exercise.name));
            if self.root.join(&backup).symlink_metadata().is_err() {
                fs::rename(path, self.root.join(&backup)).with_context(|| {
                    format!("{} cannot be kept as {}", path.display(), backup.display())
                })?;
                return Ok(backup);
            }
            number += 1;
        }
    }

    /// Writes the solution out beside the exercises, as a pass deserves. In a clone it is there
    /// already. Returns its path, if the course has a solution.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn hand_out_solution(&self, exercise: &Exercise) -> Result<Option<PathBuf>> {
        let Some(solution) = self.solution(exercise)? else {
            return Ok(None);
        };
        let path = PathBuf::from("solutions").join(format!("{}.rs", exercise.key()));
        if !self.is_on_disk() {
            let full = self.root.join(&path);
            if let Some(parent) = full.parent() {
                fs::create_dir_all(parent)?;
            }
            // A disk that is busy makes the learner wait for a write, even for one that changes nothing.
            if file::read_text(&full).is_ok_and(|there| there == solution) {
                return Ok(Some(path));
            }
            fs::write(&full, solution)
                .with_context(|| format!("{} cannot be written", full.display()))?;
        }
        Ok(Some(path))
    }
}
