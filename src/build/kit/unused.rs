//! Kits that nobody uses any more: those of older versions and of older toolchains would stay for ever.
//!
//! A receipt is as old as the last use of its kit. Whoever uses a kit makes its receipt young, and looks
//! afterwards whether it is still there; whoever removes one takes its receipt away, and looks
//! afterwards whether it is old. So one of the two notices the other.

use super::receipt::Receipt;
use super::{CLAIM, RECEIPT};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// Longer than most pauses that a learner makes, and shorter than the time between two toolchains.
const GOOD_WHILE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What a receipt is called when its kit is being removed.
const OLD_RECEIPT: &str = "removed.json";

/// Held by all who make kits, together, and by who removes files that kits share, alone.
pub(super) const MAKERS: &str = "makers";

/// Removes the kits in `cache` that nobody has used for a month, on a thread that nobody waits for; none
/// of those whose names are in `wanted`. What cannot be removed stays until the next time.
pub fn clear_up(cache: &Path, wanted: impl IntoIterator<Item = String>) {
    let wanted = wanted.into_iter().collect();
    let cache = cache.to_owned();
    thread::spawn(move || remove_unused(&cache, &wanted, SystemTime::now()));
}

/// Notes that the kit of `receipt` is used now.
pub(super) fn note_use(receipt: &Path) -> io::Result<()> {
    File::open(receipt)?.set_modified(SystemTime::now())
}

fn remove_unused(cache: &Path, wanted: &HashSet<String>, now: SystemTime) -> Option<()> {
    let is_old = |folder: &Path| {
        let is_wanted = wanted.iter().any(|name| folder.ends_with(name));
        !is_wanted && last_use(folder).is_some_and(|used| used + GOOD_WHILE < now)
    };
    let kits = kits_in(cache)?;
    if !kits.iter().any(|folder| is_old(folder)) {
        return None;
    }
    let makers = claim(&cache.join(MAKERS))?;
    let (mut kept, mut removed) = (Vec::new(), Vec::new());
    for folder in &kits {
        match Removal::of(folder, is_old) {
            Some(removal) => removed.push(removal),
            None => kept.push(folder),
        }
    }
    let needed = needed_by(&kept);
    for removal in &removed {
        removal.complete(cache, needed.as_ref());
    }
    drop(makers);
    Some(())
}

/// The folders of all kits, whole or not.
pub(super) fn kits_in(cache: &Path) -> Option<Vec<PathBuf>> {
    let entries = fs::read_dir(cache.join("kits")).ok()?.flatten();
    let paths = entries.map(|entry| entry.path());
    Some(
        paths
            .filter(|path| name_of(path).starts_with("kit_"))
            .collect(),
    )
}

fn name_of(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str());
    name.unwrap_or_default()
}

/// When the kit in `folder` was used last; where it was never whole, when somebody was busy there.
fn last_use(folder: &Path) -> Option<SystemTime> {
    let receipts = [RECEIPT, OLD_RECEIPT].map(|name| folder.join(name));
    let mut candidates = receipts.iter().map(PathBuf::as_path).chain([folder]);
    candidates.find_map(|path| fs::metadata(path).ok()?.modified().ok())
}

/// A claim on what `path` stands for, if nobody else has one.
fn claim(path: &Path) -> Option<File> {
    let mut options = File::options();
    let file = options.create(true).append(true).open(path).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Every file that one of `kits` needs; none where one of them does not say what it needs.
fn needed_by(kits: &[&PathBuf]) -> Option<HashSet<PathBuf>> {
    let mut needed = HashSet::new();
    for folder in kits {
        if folder.join(RECEIPT).is_file() {
            needed.extend(Receipt::read(&folder.join(RECEIPT))?.files?);
        }
    }
    Some(needed)
}

/// A kit that is no longer there for others.
struct Removal<'a> {
    folder: &'a Path,
    /// What was compiled for it, and perhaps for others too.
    files: Vec<PathBuf>,
    _claim: File,
}

impl<'a> Removal<'a> {
    /// Takes the kit in `folder` from everybody else, unless somebody is busy there or it is not old.
    fn of(folder: &'a Path, is_old: impl Fn(&Path) -> bool) -> Option<Self> {
        if !is_old(folder) {
            return None;
        }
        let claim = claim(&folder.join(CLAIM))?;
        let (receipt, old) = (folder.join(RECEIPT), folder.join(OLD_RECEIPT));
        let was_whole = fs::rename(&receipt, &old).is_ok();
        if was_whole && !is_old(folder) {
            // Somebody uses it after all.
            let _back = fs::rename(&old, &receipt);
            return None;
        }
        let files = Receipt::read(&old).and_then(|receipt| receipt.files);
        Some(Self {
            folder,
            files: files.unwrap_or_default(),
            _claim: claim,
        })
    }

    /// Removes what is left of it; its folder last, so that nothing is forgotten when it is interrupted.
    fn complete(&self, cache: &Path, needed: Option<&HashSet<PathBuf>>) {
        let target = cache.join("target");
        if let Some(needed) = needed {
            let unneeded = self.files.iter().filter(|file| !needed.contains(*file));
            // A receipt is a file like others: whatever it says, only our own files go.
            for file in unneeded.filter(|file| file.starts_with(&target)) {
                let _gone = fs::remove_file(file);
            }
        }
        remove_crate(&target, name_of(self.folder));
        let _gone = fs::remove_dir_all(self.folder);
    }
}

/// The folders into which cargo compiles: for the compiler's own use, and for each target.
pub(super) fn compiled_in(target: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(target).into_iter().flatten().flatten();
    let below = entries.map(|entry| entry.path().join("debug"));
    let all = [target.join("debug")].into_iter().chain(below);
    all.filter(|folder| folder.is_dir()).collect()
}

/// Removes what cargo has put into `target` for the crate `name`.
pub(super) fn remove_crate(target: &Path, name: &str) {
    for profile in compiled_in(target) {
        for folder in [
            &profile,
            &profile.join("deps"),
            &profile.join(".fingerprint"),
        ] {
            remove_named(folder, name);
        }
    }
}

/// Removes what cargo has put into `folder` for the crate `name`.
fn remove_named(folder: &Path, name: &str) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        let file_name = name_of(&path);
        let of_library = file_name.strip_prefix("lib").unwrap_or(file_name);
        let rest = of_library.strip_prefix(name);
        if rest.is_some_and(|rest| rest.starts_with(['.', '-'])) {
            let _gone = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::claimed;
    use super::{GOOD_WHILE, MAKERS, claim, note_use, remove_unused};
    use std::collections::HashSet;
    use std::fs::{self, File, FileTimes};
    use std::path::{Path, PathBuf};
    use std::time::{Duration, Instant, SystemTime};
    use tempfile::TempDir;

    const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

    /// A cache folder with kits in it whose parts are single letters.
    struct Cache(TempDir);

    impl Cache {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, path: &str) -> PathBuf {
            self.0.path().join(path)
        }

        fn add(&self, path: &str, text: &str) {
            let path = self.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn file_of(&self, part: &str) -> PathBuf {
            self.path(&format!("target/h/debug/deps/lib{part}-1.rlib"))
        }

        /// A kit made of `parts`, last used so long ago.
        fn kit(&self, name: &str, parts: &[&str], ago: Duration) {
            let files: Vec<PathBuf> = parts.iter().map(|part| self.file_of(part)).collect();
            for file in &files {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, "").unwrap();
            }
            self.kit_with(name, &serde_json::json!(files), ago);
        }

        fn kit_with(&self, name: &str, files: &serde_json::Value, ago: Duration) {
            let receipt = serde_json::json!({
                "dependencies": [], "externs": [], "probe": [], "files": files,
            });
            self.add(&format!("kits/{name}/claim"), "");
            self.add(&format!("kits/{name}/{name}/kit/src/lib.rs"), "");
            self.add(&format!("target/h/debug/deps/lib{name}.so"), "");
            self.add(&format!("target/h/debug/lib{name}.so"), "");
            self.add(
                &format!("target/h/debug/.fingerprint/{name}-1/lib-{name}"),
                "",
            );
            let receipt_file = format!("kits/{name}/receipt.json");
            self.add(&receipt_file, &receipt.to_string());
            self.age(&receipt_file, ago);
        }

        fn age(&self, path: &str, ago: Duration) {
            let times = FileTimes::new().set_modified(SystemTime::now() - ago);
            let file = File::open(self.path(path)).unwrap();
            file.set_times(times).unwrap();
        }

        fn clear_up(&self, wanted: &[&str]) {
            let wanted: HashSet<String> = wanted.iter().map(|&name| name.to_owned()).collect();
            remove_unused(self.0.path(), &wanted, SystemTime::now());
        }

        fn has(&self, path: &str) -> bool {
            self.path(path).exists()
        }

        /// Whether the kit is there with all that has its name; a part of it is nothing.
        fn has_kit(&self, name: &str) -> bool {
            let places = [
                format!("kits/{name}/receipt.json"),
                format!("kits/{name}"),
                format!("target/h/debug/deps/lib{name}.so"),
                format!("target/h/debug/lib{name}.so"),
                format!("target/h/debug/.fingerprint/{name}-1"),
            ];
            let there = places.iter().filter(|place| self.has(place)).count();
            assert!(there == 0 || there == places.len(), "a part of {name}");
            there > 0
        }
    }

    #[test]
    fn a_kit_that_nobody_used_for_a_month_is_removed_and_no_other() {
        let cache = Cache::new();
        cache.kit("kit_old", &["old"], GOOD_WHILE + A_DAY);
        cache.kit("kit_young", &["young"], GOOD_WHILE - A_DAY);
        cache.clear_up(&[]);
        assert!(!cache.has_kit("kit_old"));
        assert!(cache.has_kit("kit_young"));
        assert!(!cache.file_of("old").exists() && cache.file_of("young").exists());
    }

    #[test]
    fn what_a_kit_shares_with_another_stays_for_that_one() {
        let cache = Cache::new();
        cache.kit("kit_old", &["tokio", "smol"], 2 * GOOD_WHILE);
        cache.kit("kit_young", &["tokio"], A_DAY);
        cache.clear_up(&[]);
        assert!(cache.file_of("tokio").exists() && !cache.file_of("smol").exists());
    }

    #[test]
    fn nothing_is_taken_from_a_kit_that_does_not_say_what_it_needs() {
        let cache = Cache::new();
        cache.kit("kit_old", &["tokio"], 2 * GOOD_WHILE);
        cache.kit_with("kit_silent", &serde_json::Value::Null, A_DAY);
        cache.clear_up(&[]);
        assert!(!cache.has_kit("kit_old"));
        assert!(cache.file_of("tokio").exists());
    }

    #[test]
    fn no_file_goes_that_is_not_ours_whatever_a_receipt_says() {
        let cache = Cache::new();
        cache.add("letter.txt", "");
        let files = serde_json::json!([cache.path("letter.txt")]);
        cache.kit_with("kit_old", &files, 2 * GOOD_WHILE);
        cache.clear_up(&[]);
        assert!(!cache.has_kit("kit_old") && cache.has("letter.txt"));
    }

    #[test]
    fn a_kit_of_the_course_at_hand_stays_however_long_the_learner_was_away() {
        let cache = Cache::new();
        cache.kit("kit_old", &[], 2 * GOOD_WHILE);
        cache.clear_up(&["kit_old"]);
        assert!(cache.has_kit("kit_old"));
    }

    #[test]
    fn a_kit_that_is_used_is_as_good_as_new() {
        let cache = Cache::new();
        cache.kit("kit_old", &[], 2 * GOOD_WHILE);
        note_use(&cache.path("kits/kit_old/receipt.json")).unwrap();
        cache.clear_up(&[]);
        assert!(cache.has_kit("kit_old"));
    }

    #[tokio::test]
    async fn a_kit_that_is_being_made_stays_and_so_does_all_while_any_is() {
        let cache = Cache::new();
        cache.kit("kit_old", &[], 2 * GOOD_WHILE);
        let claimed = claimed(&cache.path("kits/kit_old")).await.unwrap();
        cache.clear_up(&[]);
        assert!(cache.has_kit("kit_old"));
        drop(claimed);
        cache.add(MAKERS, "");
        let maker = File::open(cache.path(MAKERS)).unwrap();
        maker.lock_shared().unwrap();
        cache.clear_up(&[]);
        assert!(cache.has_kit("kit_old"));
        drop(maker);
        in_the_end(|| {
            cache.clear_up(&[]);
            !cache.has_kit("kit_old")
        });
    }

    #[test]
    fn a_removal_that_was_interrupted_is_completed_by_the_next_one() {
        let cache = Cache::new();
        cache.kit("kit_old", &["smol"], 2 * GOOD_WHILE);
        let folder = cache.path("kits/kit_old");
        fs::rename(folder.join("receipt.json"), folder.join("removed.json")).unwrap();
        cache.clear_up(&[]);
        assert!(!folder.exists() && !cache.file_of("smol").exists());
    }

    #[test]
    fn a_kit_that_never_became_whole_goes_too() {
        let cache = Cache::new();
        cache.add("kits/kit_half/Cargo.toml", "");
        cache.clear_up(&[]);
        assert!(cache.has("kits/kit_half"));
        cache.age("kits/kit_half", 2 * GOOD_WHILE);
        cache.clear_up(&[]);
        assert!(!cache.has("kits/kit_half"));
    }

    #[tokio::test]
    async fn who_waited_for_a_claim_that_was_removed_claims_anew() {
        let cache = Cache::new();
        let folder = cache.path("kits/kit_1");
        cache.add("kits/kit_1/claim", "");
        let remover = claim(&folder.join("claim")).unwrap();
        let waiting = tokio::spawn({
            let folder = folder.clone();
            async move { claimed(&folder).await }
        });
        tokio::task::yield_now().await;
        fs::remove_dir_all(&folder).unwrap();
        drop(remover);
        let claimed = waiting.await.unwrap().unwrap();
        let other = claim(&folder.join("claim"));
        assert!(other.is_none(), "two claims at once");
        drop(claimed);
        in_the_end(|| is_free(&folder));
    }

    /// Waits until it `is_so`. What was locked while another test forked stays locked until that child has become
    /// another program.
    fn in_the_end(is_so: impl Fn() -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !is_so() {
            assert!(Instant::now() < end, "it stays locked");
            std::thread::yield_now();
        }
    }

    fn is_free(folder: &Path) -> bool {
        claim(&folder.join("claim")).is_some()
    }
}
