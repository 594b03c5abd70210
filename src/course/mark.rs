//! The state folder as git sees it. The mark of the course and the learner's progress travel to other
//! machines; what only one machine needs stays there.

use super::{Course, STATE_DIR};
use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// In the state folder of each learner's folder. It is there, and not in the root, so that everything
/// of ours is in one place, and is a file, since git keeps no empty folder.
const MARK: &str = "course.toml";

const MARK_TEXT: &str = "# This file makes the folder around it a course of asynclings. Keep it.\n\
                         course = \"asynclings\"\n";

/// What is in the state folder beside the mark.
const FOR_GIT: [(&str, &str); 2] = [
    (
        ".gitignore",
        "# Your progress travels with git; everything else here is made again on each machine.\n\
         *\n!.gitignore\n!.gitattributes\n!course.toml\n!progress.toml\n",
    ),
    (
        ".gitattributes",
        "# What passed on either of two machines has passed.\nprogress.toml merge=union\n",
    ),
];

/// What older versions wrote as the `.gitignore` of a learner's folder: it hides the mark.
const OLD_GITIGNORE: &str = "/target\n/.asynclings\n";
pub(super) const GITIGNORE: &str = "/target\n";

/// Whether `root` is a folder that `init` made.
pub(super) fn is_marked(root: &Path) -> bool {
    let state = root.join(STATE_DIR);
    // Older versions wrote no mark.
    state.join(MARK).is_file() || (state.is_dir() && root.join("exercises").is_dir())
}

impl Course {
    /// Makes the state folder what it has to be, and brings one of an older version up to date.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn make_state_dir(&self) -> Result<()> {
        let dir = self.root.join(STATE_DIR);
        let make = || {
            match fs::create_dir(&dir) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            let mark = (!self.is_on_disk()).then_some((MARK, MARK_TEXT));
            for (name, text) in mark.into_iter().chain(FOR_GIT) {
                let path = dir.join(name);
                // What is there was perhaps changed on purpose.
                if path.symlink_metadata().is_err() {
                    fs::write(path, text)?;
                }
            }
            let gitignore = self.root.join(".gitignore");
            if !self.is_on_disk()
                && fs::metadata(&gitignore).is_ok_and(|there| there.is_file())
                && fs::read_to_string(&gitignore).is_ok_and(|text| text == OLD_GITIGNORE)
            {
                fs::write(gitignore, GITIGNORE)?;
            }
            Ok(())
        };
        make().with_context(|| {
            format!(
                "{} cannot be written, so progress would be lost\n\
                 Make the folder writable, free some room on the disk, or copy the course elsewhere.",
                dir.display()
            )
        })
    }
}
