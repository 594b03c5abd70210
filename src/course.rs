//! The course: info.toml and its trees, on disk or carried inside the program.

mod embedded;
mod folder;
pub mod format;
mod info;
mod mark;
mod starters;

pub use embedded::{kit_sources, workload_sources};

use crate::exercise::{Exercise, Kind};
use crate::file;
use anyhow::{Context, Result, anyhow, bail};
use embedded::Embedded;
use format::{Format, Found};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder that holds progress and build results inside a learner's folder.
pub const STATE_DIR: &str = ".asynclings";

/// A course opened in a folder.
#[derive(Debug)]
pub struct Course {
    /// The folder that the learner works in.
    pub root: PathBuf,
    /// Shown at the first start.
    pub welcome: String,
    /// Shown when everything is done.
    pub farewell: String,
    /// In course order.
    pub exercises: Vec<Exercise>,
    /// How they are compiled.
    pub format: Format,
    source: Source,
}

/// Where everything but the learner's own files comes from.
#[derive(Debug)]
enum Source {
    /// The folder has an info.toml: a clone of this repository, or another course.
    Disk,
    /// The folder was made by `init`.
    Embedded,
}

impl Course {
    /// Opens the course that is played in `dir` or in a folder above it.
    ///
    /// # Errors
    /// When there is none, or its info.toml is wrong; the message says where.
    pub fn find(dir: &Path) -> Result<Self> {
        let dir = fs::canonicalize(dir)
            .with_context(|| format!("there is no folder {}", dir.display()))?;
        if dir.to_str().is_none() {
            bail!(
                "the path of this folder is not UTF-8, and the compilers cannot work in it: {}\n\
                 Rename the folder, or copy the course elsewhere.",
                dir.display()
            );
        }
        for root in dir.ancestors() {
            if let Some(course) = Self::at(root)? {
                return Ok(course);
            }
        }
        if dir.join("exercises").is_dir() {
            bail!(
                "there is no course in {}, but a folder exercises/\n\
                 If it is a copy of your course without {STATE_DIR}/: asynclings init .",
                dir.display()
            );
        }
        bail!(
            "there is no course in {}\n\
             To start one here: asynclings init\n\
             To open one elsewhere: asynclings --course DIR",
            dir.display()
        )
    }

    /// Opens the course that is played in `root` itself, if there is one.
    ///
    /// # Errors
    /// When its files are wrong; the message says where.
    pub fn at(root: &Path) -> Result<Option<Self>> {
        if let Some(found) = format::read(root)? {
            return Ok(Some(Self::on_disk(root, found)));
        }
        if mark::is_marked(root) {
            return Self::embedded_in(root).map(Some);
        }
        Ok(None)
    }

    fn on_disk(root: &Path, found: Found) -> Self {
        Self {
            root: root.to_owned(),
            welcome: found.info.welcome,
            farewell: found.info.farewell,
            exercises: found.info.exercises,
            format: found.format,
            source: Source::Disk,
        }
    }

    /// The course that travels inside the program, played in `root`.
    ///
    /// # Errors
    /// When the program was built from a broken course.
    pub fn embedded_in(root: &Path) -> Result<Self> {
        let text = Embedded::text("info.toml").context("the program carries no course")?;
        let checked = |key: &str| Embedded::text(&format!("checks/{key}.rs")).is_some();
        let info = info::read("info.toml", text, &checked)?;
        Ok(Self {
            root: root.to_owned(),
            welcome: info.welcome,
            farewell: info.farewell,
            exercises: info.exercises,
            format: Format::Ours,
            source: Source::Embedded,
        })
    }

    /// The exercise of this name, or one that had it before.
    #[must_use]
    pub fn exercise(&self, name: &str) -> Option<&Exercise> {
        // Names are unique, old ones included.
        self.exercises
            .iter()
            .find(|exercise| exercise.answers_to(name))
    }

    /// The number of the exercise whose file is at `path`, counted among all.
    #[must_use]
    pub fn exercise_at(&self, path: &Path) -> Option<usize> {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        let is_at = |exercise: &Exercise| match exercise.folder() {
            Some(folder) => path.starts_with(folder),
            None => exercise.path() == path,
        };
        self.exercises.iter().position(is_at)
    }

    /// What the exercise is called in words: the title that its starter begins with.
    #[must_use]
    pub fn title(&self, exercise: &Exercise) -> String {
        let starter = self.starter(exercise).ok().flatten();
        let text = starter.or_else(|| file::read_text(&self.root.join(exercise.path())).ok());
        text.as_deref()
            .and_then(|text| text.lines().next())
            .and_then(|line| line.strip_prefix("//! # "))
            .unwrap_or_default()
            .to_owned()
    }

    /// Why `exercise` cannot be attempted: its file is not there, and the course keeps no starter to bring it
    /// back from. None when it can.
    #[must_use]
    pub fn is_missing(&self, exercise: &Exercise) -> Option<String> {
        let path = exercise.path();
        let can_come_back = self
            .starter(exercise)
            .is_ok_and(|starter| starter.is_some());
        if can_come_back || self.root.join(&path).symlink_metadata().is_ok() {
            return None;
        }
        let shown = path.display();
        Some(format!(
            "{shown} is missing. Copy it from where you got this course; in a git clone: \
             git checkout -- {shown}"
        ))
    }

    /// Whether the trees lie open in the folder, as they do for an author.
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        matches!(self.source, Source::Disk)
    }

    /// The hidden check, none for an exercise that tests itself.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn check(&self, exercise: &Exercise) -> Result<Option<String>> {
        match exercise.kind {
            Kind::Checked => self.text(&format!("checks/{}.rs", exercise.key())),
            _ => Ok(None),
        }
    }

    /// The solution, if the course has one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn solution(&self, exercise: &Exercise) -> Result<Option<String>> {
        self.text(&format!("solutions/{}.rs", exercise.key()))
    }

    /// The Python program whose idea the exercise carries over, if it has one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn original(&self, exercise: &Exercise) -> Result<Option<String>> {
        self.text(&format!("python/{}.py", exercise.key()))
    }

    /// What the exercises depend on: the text of their Cargo.toml.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn manifest(&self) -> Result<String> {
        let manifest = match self.text("exercises/Cargo.toml")? {
            Some(manifest) => Some(manifest),
            None => self.text("Cargo.toml")?,
        };
        Ok(manifest.unwrap_or_default())
    }

    /// The versions that go with [`Course::manifest`], where the course pins them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lock_file(&self) -> Result<Option<String>> {
        self.text("Cargo.lock")
    }

    fn text(&self, name: &str) -> Result<Option<String>> {
        match self.source {
            Source::Embedded => Ok(Embedded::text(name).map(str::to_owned)),
            Source::Disk => {
                let path = self.root.join(name);
                match file::read_text(&path) {
                    Ok(text) => Ok(Some(text)),
                    Err(unreadable) if unreadable.is_missing() => Ok(None),
                    Err(unreadable) => Err(anyhow!("{} {unreadable}", path.display())),
                }
            }
        }
    }
}
