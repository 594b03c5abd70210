//! Tells which exercise was saved: of the system's file events only those that end a save, and
//! where the system has none, by looking.

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

/// How often files are looked at where nobody tells us.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Watches until it is dropped.
pub(super) struct Saves {
    _watcher: Box<dyn Watcher>,
    /// Why it looks instead of being told, if it does.
    pub(super) looks_because: Option<String>,
}

impl Saves {
    /// Calls `on_save` with the path of each file below `dir` whose save is over. It may be
    /// called more than once for one save.
    ///
    /// # Errors
    /// When the folder can be watched in neither way.
    pub(super) fn watch(
        dir: &Path,
        poll: bool,
        on_save: impl Fn(PathBuf) + Send + Clone + 'static,
    ) -> Result<Self> {
        let mut looks_because = poll.then(|| "as you asked with --poll".to_owned());
        if looks_because.is_none() {
            looks_because = silent_file_system(dir);
        }
        if looks_because.is_none() {
            match told(dir, on_save.clone()) {
                Ok(watcher) => {
                    return Ok(Self {
                        _watcher: Box::new(watcher),
                        looks_because: None,
                    });
                }
                Err(error) => looks_because = Some(format!("since the system refused: {error}")),
            }
        }
        let watcher = looking(dir, on_save)
            .with_context(|| format!("{} cannot be watched for saves", dir.display()))?;
        Ok(Self {
            _watcher: Box::new(watcher),
            looks_because,
        })
    }
}

fn told(
    dir: &Path,
    on_save: impl Fn(PathBuf) + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event
            && (ends_a_save(&event.kind) || is_new_link(&event))
        {
            event.paths.into_iter().for_each(&on_save);
        }
    })?;
    watcher.watch(dir, RecursiveMode::Recursive)?;
    Ok(watcher)
}

fn looking(dir: &Path, on_save: impl Fn(PathBuf) + Send + 'static) -> notify::Result<PollWatcher> {
    let config = Config::default()
        .with_poll_interval(LOOK_EVERY)
        // Not every network drive keeps time.
        .with_compare_contents(true);
    let mut watcher = PollWatcher::new(
        move |event: notify::Result<Event>| {
            if let Ok(event) = event {
                event.paths.into_iter().for_each(&on_save);
            }
        },
        config,
    )?;
    watcher.watch(dir, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Whether a file is whole after such an event. On Linux a writer's close says so; a file that
/// was only created or partly written comes again.
fn ends_a_save(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(_)
        // A folder in place of the file has nobody who closes it.
        | EventKind::Create(CreateKind::Other | CreateKind::Any | CreateKind::Folder) => true,
        EventKind::Create(CreateKind::File) | EventKind::Modify(_) => !cfg!(target_os = "linux"),
        _ => false,
    }
}

/// Whether a link has come into a file's place: it is whole at once, and nobody closes it. To
/// the system it is a new file like any other.
fn is_new_link(event: &Event) -> bool {
    event.kind == EventKind::Create(CreateKind::File)
        && event.paths.iter().any(|path| {
            path.symlink_metadata()
                .is_ok_and(|there| there.is_symlink() || names(&there) > 1)
        })
}

#[cfg(unix)]
fn names(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn names(_metadata: &fs::Metadata) -> u64 {
    1
}

/// A number that differs when what lies at `path` does.
#[must_use]
pub(super) fn content_of(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    match fs::read(path) {
        Ok(bytes) => bytes.hash(&mut hasher),
        Err(error) => {
            let kind: io::ErrorKind = error.kind();
            std::mem::discriminant(&kind).hash(&mut hasher);
            kind.to_string().hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Drives whose changes made on another machine nobody tells us of.
#[cfg(target_os = "linux")]
fn silent_file_system(dir: &Path) -> Option<String> {
    // From the statfs(2) manual.
    const SILENT: [(u64, &str); 6] = [
        (0x6969, "NFS"),
        (0x517b, "SMB"),
        (0xff53_4d42, "CIFS"),
        (0xfe53_4d42, "SMB2"),
        (0x0102_1997, "9p"),
        (0x6573_5546, "FUSE"),
    ];
    let kind = rustix::fs::statfs(dir).ok()?.f_type.cast_unsigned();
    SILENT
        .iter()
        .find(|(number, _)| *number == kind & 0xffff_ffff)
        .map(|(_, name)| format!("since {} is on a drive of kind {name}", dir.display()))
}

#[cfg(not(target_os = "linux"))]
fn silent_file_system(_dir: &Path) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::{Saves, content_of};
    use std::fs;
    use std::path::PathBuf;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    fn watched(poll: bool) -> (tempfile::TempDir, Saves, Receiver<PathBuf>) {
        let dir = tempfile::tempdir().unwrap();
        let (sender, receiver) = channel();
        let saves = Saves::watch(dir.path(), poll, move |path| {
            let _closed = sender.send(path);
        })
        .unwrap();
        (dir, saves, receiver)
    }

    fn hear(receiver: &Receiver<PathBuf>, path: &PathBuf) {
        let patience = Duration::from_secs(20);
        while receiver.recv_timeout(patience).expect("no event came") != *path {}
    }

    #[test]
    fn a_save_in_place_is_heard() {
        let (dir, _saves, receiver) = watched(false);
        let file = dir.path().join("a.rs");
        fs::write(&file, "fn main() {}").unwrap();
        hear(&receiver, &file);
    }

    #[test]
    fn a_save_by_rename_is_heard() {
        let (dir, _saves, receiver) = watched(false);
        let (new, file) = (dir.path().join("a.rs~"), dir.path().join("a.rs"));
        fs::write(&new, "fn main() {}").unwrap();
        fs::rename(&new, &file).unwrap();
        hear(&receiver, &file);
    }

    #[test]
    fn where_nobody_tells_a_save_is_seen() {
        let (dir, saves, receiver) = watched(true);
        assert!(saves.looks_because.is_some());
        let file = dir.path().join("a.rs");
        fs::write(&file, "fn main() {}").unwrap();
        hear(&receiver, &file);
    }

    #[test]
    fn content_differs_when_the_file_does_and_when_it_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.rs");
        let gone = content_of(&file);
        fs::write(&file, "one").unwrap();
        let one = content_of(&file);
        fs::write(&file, "two").unwrap();
        assert_ne!(one, content_of(&file));
        assert_ne!(one, gone);
        fs::write(&file, "one").unwrap();
        assert_eq!(one, content_of(&file));
    }
}
