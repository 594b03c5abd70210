//! Tells which exercise was saved: of the system's file events only those that end a save, and
//! where the system has none, by looking.

use crate::file;
use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{
    Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher,
};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often files are looked at where nobody tells us.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// What is told of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// Something is over that was done to this file: written, renamed, removed. One save may be told more
    /// than once.
    Touched(PathBuf),
    /// A folder has come, gone or moved, or events were lost: everything has to be looked at again.
    Unsettled,
    /// The system tells nothing any more; the sentence says why.
    Silent(String),
}

/// Watches until it is dropped.
pub(super) struct Saves {
    _watcher: Box<dyn Watcher>,
    /// Why it looks instead of being told, if it does.
    pub(super) looks_because: Option<String>,
}

impl Saves {
    /// Tells what happens to the files below `exercises`, a folder of `root`, whose chapters are
    /// `folders`.
    ///
    /// # Errors
    /// When the folder can be watched in neither way.
    pub(super) fn watch(
        root: &Path,
        exercises: &Path,
        folders: Vec<PathBuf>,
        poll: bool,
        tell: impl Fn(Told) + Send + Clone + 'static,
    ) -> Result<Self> {
        let mut looks_because = poll.then(|| "as you asked with --poll".to_owned());
        if looks_because.is_none() {
            looks_because = silent_file_system(exercises);
        }
        if looks_because.is_none() {
            match told(root, exercises, folders, tell.clone()) {
                Ok(watcher) => {
                    return Ok(Self {
                        _watcher: Box::new(watcher),
                        looks_because: None,
                    });
                }
                Err(error) => looks_because = Some(refusal(&error)),
            }
        }
        let watcher = looking(exercises, tell)
            .with_context(|| format!("{} cannot be watched for saves", exercises.display()))?;
        Ok(Self {
            _watcher: Box::new(watcher),
            looks_because,
        })
    }
}

fn told(
    root: &Path,
    exercises: &Path,
    mut folders: Vec<PathBuf>,
    tell: impl Fn(Told) + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    folders.extend([root.to_owned(), exercises.to_owned()]);
    let mut watcher =
        notify::recommended_watcher(move |event: notify::Result<Event>| match event {
            Ok(event) => meaning(event, &folders).into_iter().for_each(&tell),
            Err(error) => tell(Told::Silent(refusal(&error))),
        })?;
    watcher.watch(exercises, RecursiveMode::Recursive)?;
    // Only this tells when the folder of the exercises, or the course's own, comes, goes or moves.
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

fn looking(exercises: &Path, tell: impl Fn(Told) + Send + 'static) -> notify::Result<PollWatcher> {
    let config = Config::default()
        .with_poll_interval(LOOK_EVERY)
        // Not every network drive keeps time.
        .with_compare_contents(true);
    let mut watcher = PollWatcher::new(
        move |event: notify::Result<Event>| match event {
            Ok(event) => event
                .paths
                .into_iter()
                .for_each(|path| tell(Told::Touched(path))),
            // A file that went between two looks.
            Err(_) => tell(Told::Unsettled),
        },
        config,
    )?;
    watcher.watch(exercises, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Why the system tells nothing, and what to do about it.
fn refusal(error: &notify::Error) -> String {
    let raised = |limit: &str| {
        format!(
            "since the system's limit is reached; to raise it: sudo sysctl fs.inotify.{limit}=524288"
        )
    };
    match &error.kind {
        ErrorKind::MaxFilesWatch => raised("max_user_watches"),
        // EMFILE: of one person's watchers there are too many.
        ErrorKind::Io(io) if io.raw_os_error() == Some(24) => raised("max_user_instances"),
        _ => format!("since the system refused: {error}"),
    }
}

/// What an event of the system tells, where the course's folders are `folders`.
fn meaning(event: Event, folders: &[PathBuf]) -> Vec<Told> {
    let is_about_a_folder = event.paths.iter().any(|path| folders.contains(path));
    let comes_or_goes = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
    );
    if event.need_rescan() || (is_about_a_folder && comes_or_goes) {
        return vec![Told::Unsettled];
    }
    if ends_a_save(&event.kind) || is_whole_at_once(&event) {
        return event.paths.into_iter().map(Told::Touched).collect();
    }
    Vec::new()
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

/// Whether a link, a pipe or a device has come into a file's place: nobody writes and closes it. To the
/// system it is a new file like any other.
fn is_whole_at_once(event: &Event) -> bool {
    event.kind == EventKind::Create(CreateKind::File)
        && event.paths.iter().any(|path| {
            path.symlink_metadata()
                .is_ok_and(|there| !there.is_file() || there.nlink() > 1)
        })
}

/// A number that differs when what lies at `path` does; none when nothing does.
#[must_use]
pub(super) fn content_of(path: &Path) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    match file::read(path) {
        Ok(bytes) => bytes.hash(&mut hasher),
        Err(unreadable) if unreadable.is_missing() => return None,
        Err(unreadable) => unreadable.to_string().hash(&mut hasher),
    }
    Some(hasher.finish())
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
    use super::{Saves, Told, content_of, meaning, refusal};
    use notify::event::{CreateKind, ModifyKind};
    use notify::event::{Flag, RemoveKind, RenameMode};
    use notify::{Error, ErrorKind, Event, EventKind};
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;
    use std::process::Command;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    struct Watched {
        dir: tempfile::TempDir,
        saves: Saves,
        told: Receiver<Told>,
    }

    fn watched(poll: bool) -> Watched {
        let dir = tempfile::tempdir().unwrap();
        let exercises = dir.path().join("exercises");
        let chapter = exercises.join("01");
        fs::create_dir_all(&chapter).unwrap();
        let (sender, told) = channel();
        let tell = move |told| {
            let _closed = sender.send(told);
        };
        let saves = Saves::watch(dir.path(), &exercises, vec![chapter], poll, tell).unwrap();
        Watched { dir, saves, told }
    }

    impl Watched {
        fn path(&self, name: &str) -> PathBuf {
            self.dir.path().join("exercises").join(name)
        }

        fn hear(&self, awaited: &Told) {
            let patience = Duration::from_secs(60);
            while self.told.recv_timeout(patience).expect("no event came") != *awaited {}
        }

        fn hear_of(&self, name: &str) {
            self.hear(&Told::Touched(self.path(name)));
        }
    }

    #[test]
    fn a_save_in_place_is_heard() {
        let watched = watched(false);
        fs::write(watched.path("01/a.rs"), "fn main() {}").unwrap();
        watched.hear_of("01/a.rs");
    }

    #[test]
    fn a_save_by_rename_is_heard() {
        let watched = watched(false);
        let new = watched.path("a.rs~");
        fs::write(&new, "fn main() {}").unwrap();
        fs::rename(&new, watched.path("a.rs")).unwrap();
        watched.hear_of("a.rs");
    }

    #[test]
    fn a_pipe_and_a_link_are_heard_though_nobody_closes_them() {
        let watched = watched(false);
        let made = Command::new("mkfifo").arg(watched.path("a.rs")).status();
        assert!(made.unwrap().success());
        watched.hear_of("a.rs");
        symlink("/dev/zero", watched.path("b.rs")).unwrap();
        watched.hear_of("b.rs");
    }

    #[test]
    fn where_nobody_tells_a_save_is_seen() {
        let watched = watched(true);
        assert!(watched.saves.looks_because.is_some());
        fs::write(watched.path("a.rs"), "fn main() {}").unwrap();
        watched.hear_of("a.rs");
    }

    #[test]
    fn folders_that_come_and_go_are_heard() {
        let watched = watched(false);
        fs::rename(watched.path("01"), watched.path("02")).unwrap();
        watched.hear(&Told::Unsettled);
        fs::create_dir(watched.path("01")).unwrap();
        watched.hear(&Told::Unsettled);
        let away = watched.dir.path().join("away");
        fs::rename(watched.path(""), &away).unwrap();
        watched.hear(&Told::Unsettled);
        fs::rename(&away, watched.path("")).unwrap();
        watched.hear(&Told::Unsettled);
    }

    #[test]
    fn a_course_that_is_renamed_is_heard() {
        let watched = watched(false);
        let new = watched.dir.path().with_extension("renamed");
        fs::rename(watched.dir.path(), &new).unwrap();
        watched.hear(&Told::Unsettled);
        fs::remove_dir_all(&new).unwrap();
    }

    #[test]
    fn events_that_were_lost_and_folders_make_everything_be_looked_at_again() {
        let folders = [PathBuf::from("/c"), PathBuf::from("/c/exercises")];
        let about = |kind, path: &str| Event::new(kind).add_path(path.into());
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(meaning(lost, &folders), [Told::Unsettled]);
        let moved = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        for kind in [
            EventKind::Create(CreateKind::Folder),
            EventKind::Remove(RemoveKind::Folder),
            moved,
        ] {
            let event = about(kind, "/c/exercises");
            assert_eq!(meaning(event, &folders), [Told::Unsettled]);
            let event = about(moved, "/c/exercises/a.rs");
            let touched = Told::Touched("/c/exercises/a.rs".into());
            assert_eq!(meaning(event, &folders), [touched]);
        }
    }

    #[test]
    fn a_limit_of_the_system_is_told_with_how_to_raise_it() {
        let watches = refusal(&Error::new(ErrorKind::MaxFilesWatch));
        assert!(
            watches.contains("fs.inotify.max_user_watches="),
            "{watches}"
        );
        let too_many = std::io::Error::from_raw_os_error(24);
        let instances = refusal(&Error::io(too_many));
        assert!(instances.contains("max_user_instances="), "{instances}");
    }

    #[test]
    fn content_differs_when_the_file_does_and_there_is_none_when_it_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.rs");
        assert_eq!(content_of(&file), None);
        fs::write(&file, "one").unwrap();
        let one = content_of(&file);
        fs::write(&file, "two").unwrap();
        assert_ne!(one, content_of(&file));
        fs::write(&file, "one").unwrap();
        assert_eq!(one, content_of(&file));
        fs::remove_file(&file).unwrap();
        symlink("/dev/zero", &file).unwrap();
        assert!(content_of(&file).is_some());
    }
}
