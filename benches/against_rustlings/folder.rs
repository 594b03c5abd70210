//! A folder of exercises as one of the two programs wants it: the same exercises, the same versions
//! of the same dependencies.

use super::contender::{Kind, Name};
use super::subject::{Subject, text};
use anyhow::{Context, Result};
use asynclings::course::STATE_DIR;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The chapter of every exercise.
const CHAPTER: &str = "01_measured";

/// What ours greets with, where a greeting is wanted.
pub(crate) const WELCOME: &str = "Welcome to what is measured.";

/// What a folder's Cargo.toml depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dependencies {
    /// All that the course does. It says which of them only later chapters need, and ours leaves those for
    /// later.
    Whole,
    /// No more than what ours compiles for the first chapter.
    OfTheFirstChapter,
}

/// A folder with exercises for one of the two programs.
#[derive(Debug)]
pub(crate) struct Folder {
    /// Its path.
    pub(crate) root: PathBuf,
    name: Name,
    exercises: usize,
    subjects: Vec<Subject>,
}

impl Folder {
    /// The folder of `name` below `parent`, with so many `exercises`, none of them done. What
    /// rustlings has compiled there before stays; of ours nothing does, because its verdicts on an
    /// earlier run of this benchmark would spare it work.
    pub(crate) fn lay_out(
        name: Name,
        parent: &Path,
        exercises: usize,
        dependencies: Dependencies,
    ) -> Result<Self> {
        let folder = Self {
            root: parent.join(name.in_words()),
            name,
            exercises,
            subjects: Subject::all()?,
        };
        let _was_not_there = fs::remove_file(folder.root.join(".rustlings-state.txt"));
        let _was_not_there = fs::remove_dir_all(folder.root.join(STATE_DIR));
        folder.write("info.toml", &folder.info(""))?;
        folder.write("Cargo.lock", &text("Cargo.lock")?)?;
        folder.save_all(0)?;
        let manifest = manifest(dependencies)?;
        match name {
            Name::Rustlings => folder.write("Cargo.toml", &folder.bins(&manifest))?,
            Name::Asynclings => {
                folder.write("exercises/Cargo.toml", &manifest)?;
                // As `init` does, for editors; clippy reads it too.
                folder.write("Cargo.toml", &folder.bins(&manifest))?;
            }
        }
        folder.write_the_rest()?;
        Ok(folder)
    }

    /// Has ours greet. rustlings shall not: nobody then presses a key for it.
    pub(crate) fn greet(&self) -> Result<()> {
        self.write("info.toml", &self.info(WELCOME))
    }

    /// The name of exercise `number`.
    pub(crate) fn exercise(&self, number: usize) -> String {
        self.subject(number).name(number)
    }

    /// The hidden check of exercise `number`.
    pub(crate) fn check(&self, number: usize) -> &str {
        &self.subject(number).check
    }

    /// The file of exercise `number`.
    pub(crate) fn file(&self, number: usize) -> PathBuf {
        let name = self.exercise(number);
        self.root.join(format!("exercises/{CHAPTER}/{name}.rs"))
    }

    /// What is saved in exercise `number` to get `kind`.
    pub(crate) fn content(&self, number: usize, kind: Kind, version: usize) -> Result<String> {
        self.subject(number).text(self.name, kind, version)
    }

    /// Saves every exercise in another version: of each subject half of the copies solved, half as
    /// their starters. rustlings lints only what passes its tests, so that this favours it over all
    /// of them solved.
    pub(crate) fn save_all(&self, version: usize) -> Result<()> {
        for number in 0..self.exercises {
            let kind = match number / self.subjects.len() % 2 {
                0 => Kind::Fail,
                _ => Kind::Pass,
            };
            let path = self.file(number);
            write(&path, &self.content(number, kind, version)?)?;
        }
        Ok(())
    }

    fn subject(&self, number: usize) -> &Subject {
        &self.subjects[number % self.subjects.len()]
    }

    fn info(&self, welcome: &str) -> String {
        let tests_itself = self.name == Name::Rustlings;
        let mut info = format!("format_version = 1\nwelcome_message = {welcome:?}\n");
        if welcome.is_empty() {
            info = "format_version = 1\n".to_owned();
        }
        for number in 0..self.exercises {
            let name = self.exercise(number);
            let _never_fails = write!(
                info,
                "\n[[exercises]]\nname = {name:?}\ndir = {CHAPTER:?}\ntest = {tests_itself}\n\
                 hint = \"None is needed.\"\n"
            );
        }
        info
    }

    /// The Cargo.toml of a community course: a program for each exercise and each solution.
    fn bins(&self, manifest: &str) -> String {
        let mut bins = "bin = [\n".to_owned();
        for number in 0..self.exercises {
            let name = self.exercise(number);
            let path = format!("{CHAPTER}/{name}.rs");
            let _never_fails = write!(
                bins,
                "  {{ name = \"{name}\", path = \"exercises/{path}\" }},\n  \
                 {{ name = \"{name}_sol\", path = \"solutions/{path}\" }},\n"
            );
        }
        // It lies below this repository, and is no part of it.
        format!("{bins}]\n\n{manifest}\n[workspace]\n")
    }

    fn write_the_rest(&self) -> Result<()> {
        for number in 0..self.exercises {
            let key = format!("{CHAPTER}/{}", self.exercise(number));
            let solution = self.content(number, Kind::Pass, 0)?;
            self.write(&format!("solutions/{key}.rs"), &solution)?;
            if self.name == Name::Asynclings {
                self.write(&format!("checks/{key}.rs"), self.check(number))?;
                let starter = self.content(number, Kind::Fail, 0)?;
                self.write(&format!("starters/{key}.rs"), &starter)?;
            }
        }
        Ok(())
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        write(&self.root.join(name), text)
    }
}

/// The package of the exercises, as it is in the repository but for its programs.
fn manifest(dependencies: Dependencies) -> Result<String> {
    let mut manifest: toml::Table = text("exercises/Cargo.toml")?.parse()?;
    manifest.retain(|section, _| matches!(section, "package" | "dependencies"));
    if dependencies == Dependencies::OfTheFirstChapter {
        leave_out_what_is_for_later(&mut manifest).context(
            "exercises/Cargo.toml no longer says what only later chapters need as it did; \
             adapt the benchmark to that",
        )?;
    }
    Ok(toml::to_string(&manifest)?)
}

/// Takes from `manifest` the dependencies, and their features, that it says only later chapters need.
fn leave_out_what_is_for_later(manifest: &mut toml::Table) -> Option<()> {
    let metadata = manifest
        .get_mut("package")?
        .as_table_mut()?
        .remove("metadata")?;
    let later = metadata
        .get("asynclings")?
        .get("chapters")?
        .as_table()?
        .clone();
    let dependencies = manifest.get_mut("dependencies")?.as_table_mut()?;
    for part in later.keys() {
        match part.split_once('/') {
            None => drop(dependencies.remove(part)?),
            Some((name, feature)) => {
                let features = dependencies.get_mut(name)?.get_mut("features")?;
                let features = features.as_array_mut()?;
                features.retain(|other| other.as_str() != Some(feature));
            }
        }
    }
    Some(())
}

/// Writes `text` as most editors save: in place.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let unwritable = || {
        let path = path.display();
        format!("{path} cannot be written; make its folder writable, or free some room on the disk")
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(unwritable)?;
    }
    fs::write(path, text).with_context(unwritable)
}
