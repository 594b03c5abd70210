//! Whether a file is still what it was when a kit was made.

use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A file as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub(super) file: PathBuf,
    bytes: u64,
    /// When it was written last: seconds, and nanoseconds after them.
    written: (i64, i64),
    /// A number that differs when its content does.
    content: u64,
}

impl Stamp {
    /// What `file` is now.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub(super) fn of(file: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(file)?;
        Ok(Self {
            file: file.to_owned(),
            bytes: metadata.len(),
            written: (metadata.mtime(), metadata.mtime_nsec()),
            content: content(file)?,
        })
    }

    /// Whether nobody seems to have touched it. Cheap: it is not opened.
    pub(super) fn is_untouched(&self) -> bool {
        fs::metadata(&self.file).is_ok_and(|metadata| {
            metadata.len() == self.bytes
                && (metadata.mtime(), metadata.mtime_nsec()) == self.written
        })
    }

    /// Whether its content is what it was. It is read for this.
    pub(super) fn has_its_content(&self) -> bool {
        let metadata = fs::metadata(&self.file);
        metadata.is_ok_and(|metadata| metadata.len() == self.bytes)
            && content(&self.file).is_ok_and(|content| content == self.content)
    }
}

fn content(file: &Path) -> io::Result<u64> {
    let mut file = File::open(file)?;
    let mut hasher = DefaultHasher::new();
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hasher.finish()),
            read => hasher.write(&part[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use std::fs;

    #[test]
    fn a_file_that_was_written_to_is_told_from_one_that_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("libtokio.rlib");
        fs::write(&file, "whole").unwrap();
        let stamp = Stamp::of(&file).unwrap();
        assert!(stamp.is_untouched() && stamp.has_its_content());
        let times = fs::FileTimes::new().set_modified(std::time::SystemTime::UNIX_EPOCH);
        let set = |times| fs::File::open(&file).unwrap().set_times(times).unwrap();
        set(times);
        assert!(!stamp.is_untouched() && stamp.has_its_content());
        // Of the same length, and as old.
        let stamp = Stamp::of(&file).unwrap();
        fs::write(&file, "wrong").unwrap();
        set(times);
        assert!(stamp.is_untouched() && !stamp.has_its_content());
        fs::remove_file(&file).unwrap();
        assert!(!stamp.is_untouched() && !stamp.has_its_content());
    }
}
