//! A file that a person has: what it is, looked at before it is read. A pipe in its place makes nobody
//! wait, and a device never fills the memory.

use rustix::fs::OFlags;
use std::fmt;
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

/// The most bytes that a text written by a person has.
pub const MOST: u64 = 1 << 20;

/// Why a file cannot be read.
#[derive(Debug)]
pub enum Unreadable {
    /// Nothing is there.
    Missing,
    /// A link is there, and nothing where it leads.
    LeadsNowhere,
    /// A folder is there.
    Folder,
    /// Something else is there that is no file.
    NoFile {
        /// What.
        what: &'static str,
        /// Whether a link leads there.
        linked: bool,
    },
    /// It has more bytes than this.
    Larger(u64),
    /// It is not UTF-8: its byte of this number, from 1, starts no character.
    NoText(usize),
    /// The system does not let us.
    Refused(io::Error),
}

impl Unreadable {
    /// Whether nothing is there that could be read or moved away.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

/// What stands behind the path in a sentence: "is a pipe, not a file".
impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is not there"),
            Self::LeadsNowhere => f.write_str("is a link to a file that is not there"),
            Self::Folder => f.write_str("is a folder"),
            Self::NoFile { what, linked: true } => write!(f, "links to a {what}, not to a file"),
            Self::NoFile { what, .. } => write!(f, "is a {what}, not a file"),
            Self::Larger(most) => write!(f, "is larger than {}", size(*most)),
            Self::NoText(byte) => write!(f, "is not UTF-8: its byte {byte} starts no character"),
            Self::Refused(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl std::error::Error for Unreadable {}

fn size(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} bytes"),
        mib => format!("{mib} MiB"),
    }
}

/// The bytes of the file at `path`, of which there may be [`MOST`]. A link to a file is as good as the
/// file.
///
/// # Errors
/// When it is no file, is too large, or the system refuses.
pub fn read(path: &Path) -> Result<Vec<u8>, Unreadable> {
    read_up_to(MOST, path)
}

/// As [`read`], of a file that may have `most` bytes.
///
/// # Errors
/// As [`read`].
pub fn read_up_to(most: u64, path: &Path) -> Result<Vec<u8>, Unreadable> {
    // Opening a device can already do something, so what is there is looked at first.
    must_be_a_file(
        path,
        &fs::metadata(path).map_err(|error| refused(path, error))?,
    )?;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags(OFlags::NONBLOCK))
        .open(path)
        .map_err(|error| refused(path, error))?;
    // And again, since it may have been replaced in between.
    let metadata = file.metadata().map_err(Unreadable::Refused)?;
    must_be_a_file(path, &metadata)?;
    if metadata.len() > most {
        return Err(Unreadable::Larger(most));
    }
    let mut bytes = Vec::new();
    // It may grow meanwhile, and some file systems do not tell a size.
    let mut limited = file.take(most + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(Unreadable::Refused)?;
    if bytes.len() as u64 > most {
        return Err(Unreadable::Larger(most));
    }
    Ok(bytes)
}

/// As [`read`], of a file that has to be UTF-8.
///
/// # Errors
/// As [`read`], and when it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Unreadable> {
    String::from_utf8(read(path)?)
        .map_err(|error| Unreadable::NoText(error.utf8_error().valid_up_to() + 1))
}

/// The file at `path`, made if nothing is there, to hold a lock. Nothing is written to it.
///
/// # Errors
/// When something else is there, or the system refuses.
pub fn open_to_lock(path: &Path) -> Result<File, Unreadable> {
    let opened = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .custom_flags(flags(OFlags::NONBLOCK))
        .open(path);
    match opened {
        Ok(file) => {
            must_be_a_file(path, &file.metadata().map_err(Unreadable::Refused)?)?;
            Ok(file)
        }
        Err(error) => {
            if let Ok(metadata) = fs::metadata(path) {
                must_be_a_file(path, &metadata)?;
            }
            Err(Unreadable::Refused(error))
        }
    }
}

fn flags(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

fn must_be_a_file(path: &Path, metadata: &Metadata) -> Result<(), Unreadable> {
    match metadata.file_type() {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(Unreadable::Folder),
        kind => Err(Unreadable::NoFile {
            what: what(kind),
            linked: path.is_symlink(),
        }),
    }
}

fn what(kind: FileType) -> &'static str {
    if kind.is_fifo() {
        "pipe"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}

fn refused(path: &Path, error: io::Error) -> Unreadable {
    match error.kind() {
        ErrorKind::NotFound if path.is_symlink() => Unreadable::LeadsNowhere,
        ErrorKind::NotFound | ErrorKind::NotADirectory => Unreadable::Missing,
        _ => Unreadable::Refused(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, open_to_lock, read, read_text, read_up_to};
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::path::Path;
    use std::process::Command;

    fn pipe(path: &Path) {
        let made = Command::new("mkfifo").arg(path).status().unwrap();
        assert!(made.success());
    }

    #[test]
    fn a_file_and_a_link_to_it_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("a"), dir.path().join("b"));
        fs::write(&file, "text").unwrap();
        symlink(&file, &link).unwrap();
        assert_eq!(read_text(&file).unwrap(), "text");
        assert_eq!(read(&link).unwrap(), b"text");
    }

    #[test]
    fn what_is_no_file_is_named_and_neither_waited_for_nor_read() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        pipe(&at("pipe"));
        symlink(at("pipe"), at("to a pipe")).unwrap();
        symlink("/dev/zero", at("to a device")).unwrap();
        symlink("gone", at("to nothing")).unwrap();
        symlink("round", at("round")).unwrap();
        let _listener = UnixListener::bind(at("socket")).unwrap();
        for (name, sentence) in [
            ("pipe", "is a pipe, not a file"),
            ("to a pipe", "links to a pipe, not to a file"),
            ("to a device", "links to a device, not to a file"),
            ("to nothing", "is a link to a file that is not there"),
            ("socket", "is a socket, not a file"),
            ("gone", "is not there"),
            (".", "is a folder"),
        ] {
            assert_eq!(read(&at(name)).unwrap_err().to_string(), sentence);
        }
        let round = read(&at("round")).unwrap_err().to_string();
        assert!(round.starts_with("cannot be read: "), "{round}");
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a");
        fs::File::create(&file).unwrap().set_len(MOST + 1).unwrap();
        let refused = read(&file).unwrap_err().to_string();
        assert_eq!(refused, "is larger than 1 MiB");
        assert_eq!(read_up_to(MOST + 1, &file).unwrap().len() as u64, MOST + 1);
    }

    /// Such files say that they have no bytes at all.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_that_does_not_tell_its_size_is_read_up_to_the_limit() {
        let all = read(Path::new("/proc/self/maps")).unwrap();
        assert!(!all.is_empty());
        let refused = read_up_to(3, Path::new("/proc/self/maps")).unwrap_err();
        assert_eq!(refused.to_string(), "is larger than 3 bytes");
    }

    #[test]
    fn what_is_no_text_says_where() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a");
        fs::write(&file, b"abc\xff").unwrap();
        let refused = read_text(&file).unwrap_err().to_string();
        assert_eq!(refused, "is not UTF-8: its byte 4 starts no character");
    }

    #[test]
    fn a_lock_is_made_and_nothing_else_is_taken_for_one() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        open_to_lock(&at("lock")).unwrap().lock().unwrap();
        pipe(&at("pipe"));
        symlink("/dev/null", at("device")).unwrap();
        for (name, sentence) in [
            ("pipe", "is a pipe, not a file"),
            ("device", "links to a device, not to a file"),
            (".", "is a folder"),
        ] {
            assert_eq!(open_to_lock(&at(name)).unwrap_err().to_string(), sentence);
        }
    }
}
