//! The formats of courses that are played where they lie, and how each compiles its exercises.

mod rustlings5;
mod workshop;

pub use workshop::Verification;

use super::info::{self, Info};
use crate::exercise::Exercise;
use crate::file;
use anyhow::{Result, anyhow, bail};
use std::path::{Path, PathBuf};

/// How the exercises of a course are compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Against the dependencies in `exercises/Cargo.toml`, as in our course, or against none.
    Ours,
    /// As programs of the package, or of the workspace, of this Cargo.toml.
    Rustlings(PathBuf),
    /// As programs of a package that the course does not have: this is the Cargo.toml for it.
    Rustlings5(String),
    /// Each is a package, and this is how it is verified.
    Workshop(Verification),
}

/// A course that was found in a folder.
pub(super) struct Found {
    pub(super) info: Info,
    pub(super) format: Format,
}

/// Reads the course in `root`; none when there is none.
///
/// # Errors
/// When there is one, and its files are wrong; the message says where.
pub(super) fn read(root: &Path) -> Result<Option<Found>> {
    // rustlings' own repository keeps its index apart from its exercises.
    let indexes = ["info.toml", "rustlings-macros/info.toml"];
    let mut indexes = indexes.map(|name| root.join(name)).into_iter();
    if let Some(path) = indexes.find(|path| is_there(path)) {
        return with_index(root, &path).map(Some);
    }
    let path = root.join(".wr.toml");
    if is_there(&path) {
        return workshop::read(root, &path).map(Some);
    }
    if was_made_by_rustlings(root) {
        bail!(
            "{0} was made by `rustlings init`: the index of its exercises, info.toml, is inside the \
             rustlings program\n\
             To open it here, put that file into this folder:\n    \
             cd {0}\n    curl -O https://raw.githubusercontent.com/rust-lang/rustlings/main/rustlings-macros/info.toml",
            root.display()
        );
    }
    Ok(None)
}

/// Whether something is at `path` that should be a file. What else it is, is told as soon as it is read.
fn is_there(path: &Path) -> bool {
    path.metadata().is_ok_and(|there| !there.is_dir())
}

/// The text of the file at `path`, or what is wrong with it.
fn read_text(path: &Path) -> Result<String> {
    file::read_text(path).map_err(|unreadable| anyhow!("{} {unreadable}", path.display()))
}

/// Whether `rustlings init` has made the folder `root`.
fn was_made_by_rustlings(root: &Path) -> bool {
    let manifest = file::read_text(&root.join("Cargo.toml")).unwrap_or_default();
    let has_exercises = root.join("exercises").is_dir();
    let was_played = root.join(".rustlings-state.txt").is_file();
    has_exercises && (was_played || manifest.contains("\"exercises/00_intro/intro1.rs\""))
}

fn with_index(root: &Path, path: &Path) -> Result<Found> {
    let text = read_text(path)?;
    let shown = path.display().to_string();
    if let Some(exercises) = rustlings5::read(&shown, &text)? {
        let manifest = rustlings5::manifest(root, &exercises)?;
        return Ok(Found {
            info: of_exercises(&shown, exercises)?,
            format: Format::Rustlings5(manifest),
        });
    }
    let checked = |key: &str| root.join("checks").join(format!("{key}.rs")).is_file();
    Ok(Found {
        info: info::read(&shown, &text, &checked)?,
        format: format_of(root),
    })
}

/// A course of which only the `exercises` are known, by the file at `path`.
fn of_exercises(path: &str, exercises: Vec<Exercise>) -> Result<Info> {
    if exercises.is_empty() {
        bail!("{path}: the course has no exercises");
    }
    Ok(Info {
        welcome: String::new(),
        farewell: String::new(),
        exercises,
    })
}

/// The format of a course with an index of today.
fn format_of(root: &Path) -> Format {
    if root.join("exercises/Cargo.toml").is_file() {
        return Format::Ours;
    }
    // The second is that of rustlings' own repository, where the first is rustlings itself.
    let manifests = ["dev/Cargo.toml", "Cargo.toml"].map(|name| root.join(name));
    let has_programs = |path: &PathBuf| {
        let text = file::read_text(path).ok();
        let manifest: Option<toml::Table> = text.and_then(|text| text.parse().ok());
        manifest.is_some_and(|table| table.contains_key("bin") || table.contains_key("workspace"))
    };
    match manifests.into_iter().find(has_programs) {
        Some(manifest) => Format::Rustlings(manifest),
        None => Format::Ours,
    }
}
