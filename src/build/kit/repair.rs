//! Kits whose files are no longer what they were: a disk that was full, a cleaner of caches, an update of the
//! system, a curious learner.
//!
//! Cargo looks at the age of what it has compiled, and never inside; so what is damaged is taken away before
//! cargo is called, and only then compiled again.

use super::RECEIPT;
use super::receipt::Receipt;
use super::stamp::Stamp;
use super::unused::{compiled_in, kits_in, remove_crate};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What a kit turns out to be that somebody seems to have touched.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Examined {
    /// Every file is what it was: it was only written again.
    Sound,
    /// These are not.
    Damaged(Vec<PathBuf>),
}

/// Looks into every file of a kit that somebody seems to have touched, and where one is damaged or the kit
/// `is_broken`, into all of them: damage seldom comes alone. Blames them all when nothing is to be found.
pub(super) fn examined(receipt: &Receipt, is_broken: bool) -> Examined {
    let is_right = |part: &&Stamp| part.is_untouched() || part.has_its_content();
    if !is_broken && !receipt.parts.is_empty() && receipt.parts.iter().all(|part| is_right(&part)) {
        return Examined::Sound;
    }
    let wrong = receipt.parts.iter().filter(|part| !part.has_its_content());
    let mut files: Vec<PathBuf> = wrong.map(|part| part.file.clone()).collect();
    if files.is_empty() {
        files.extend(receipt.all_files());
    }
    Examined::Damaged(files)
}

/// Takes away `files` of the kit `name`, as far as they are ours, and what is made from them. What another kit in
/// `cache` needs as it is now stays.
pub(super) fn remove(files: &[PathBuf], cache: &Path, name: &str) {
    let kits = kits_in(cache).unwrap_or_default();
    let others = kits.iter().filter(|kit| !kit.ends_with(name));
    let receipts: Vec<Receipt> = others
        .filter_map(|kit| Receipt::read(&kit.join(RECEIPT)))
        .collect();
    let is_anothers = |file: &Path| {
        let parts = receipts.iter().flat_map(|receipt| &receipt.parts);
        let mut same = parts.filter(|part| part.file == file);
        same.any(Stamp::has_its_content)
    };
    let target = cache.join("target");
    for file in files {
        // A receipt is a file like others: whatever it says, only our own files go.
        if file.starts_with(&target) && !is_anothers(file) {
            for twin in ["rlib", "rmeta"] {
                let _gone = fs::remove_file(file.with_extension(twin));
            }
            let _gone = fs::remove_file(file);
        }
    }
    remove_crate(&target, name);
    let kit = cache.join("kits").join(name);
    let _gone = fs::remove_dir_all(kit.join("link"));
    // Last: until then it says what there is to take away.
    let _gone = fs::remove_file(kit.join(RECEIPT));
}

/// Takes away all that cargo has compiled: it is damaged, and nobody knows where.
pub(super) fn remove_all_compiled(target: &Path) {
    for folder in compiled_in(target) {
        // Another cargo that is at work there holds this; it will find the damage itself.
        let lock = File::open(folder.join(".cargo-lock"));
        if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
            let _gone = fs::remove_dir_all(folder);
        }
    }
}
