//! What a package was when cargo was asked about it: each file that cargo compiles, or is told by, with its
//! length and the time of its last change.

use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The state of a package.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Where to look.
    places: Vec<PathBuf>,
    /// What is there: path, length, last change.
    files: Vec<(PathBuf, u64, SystemTime)>,
    /// Nothing else decides what cargo makes of it.
    whole: bool,
}

impl Stamp {
    /// Of the course in `root` and its workspace, with these `packages`: the folder of each, and whether it has
    /// a build script, which may look at anything.
    pub(super) fn of<'a>(
        root: &Path,
        workspace: &Path,
        packages: impl Iterator<Item = (&'a Path, bool)>,
    ) -> Self {
        let mut places = Vec::new();
        let mut whole = true;
        for folder in [root, workspace] {
            let names = [
                ".cargo",
                "Cargo.lock",
                "Cargo.toml",
                "rust-toolchain",
                "rust-toolchain.toml",
            ];
            places.extend(names.map(|name| folder.join(name)));
        }
        for (folder, has_build_script) in packages {
            // The exercises are programs beside what cargo is asked about.
            let names = ["Cargo.toml", "build.rs", "src"];
            places.extend(names.map(|name| folder.join(name)));
            whole &= !has_build_script;
        }
        places.sort();
        places.dedup();
        let files = files_in(&places);
        Self {
            places,
            files,
            whole,
        }
    }

    /// Whether everything is as it was.
    pub(super) fn still_holds(&self) -> bool {
        files_in(&self.places) == self.files
    }

    /// Whether it holds all that decides what cargo makes of the package.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }
}

fn files_in(places: &[PathBuf]) -> Vec<(PathBuf, u64, SystemTime)> {
    let mut files = Vec::new();
    for place in places {
        add(place, &mut files);
    }
    files
}

fn add(path: &Path, files: &mut Vec<(PathBuf, u64, SystemTime)>) {
    let Ok(metadata) = fs::metadata(path) else {
        return;
    };
    if metadata.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let mut below: Vec<_> = entries.map(|entry| entry.path()).collect();
        below.sort();
        for path in below {
            // A link may lead back up.
            if !path.is_symlink() {
                add(&path, files);
            }
        }
    } else if let Ok(changed) = metadata.modified() {
        files.push((path.to_owned(), metadata.len(), changed));
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use std::fs;

    #[test]
    fn a_package_has_changed_when_a_file_of_its_library_has_and_not_when_an_exercise_has() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "");
        write("exercises/one.rs", "");
        let package = [(dir.path(), false)];
        let stamp = Stamp::of(dir.path(), dir.path(), package.into_iter());
        assert!(stamp.still_holds() && stamp.is_whole());
        write("exercises/one.rs", "fn main() {}");
        assert!(stamp.still_holds());
        write("src/deep/table.rs", "1");
        assert!(!stamp.still_holds());
        let stamp = Stamp::of(dir.path(), dir.path(), package.into_iter());
        write("src/deep/table.rs", "12");
        assert!(!stamp.still_holds());
    }
}
