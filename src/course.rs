//! The course: info.toml and its trees, on disk or carried inside the program.

mod embedded;
mod folder;
mod info;
mod mark;
mod starters;

pub use embedded::{kit_sources, workload_sources};

use crate::exercise::{Exercise, Kind};
use crate::file;
use anyhow::{Context, Result, anyhow, bail};
use embedded::Embedded;
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
    /// When its info.toml is wrong; the message says where.
    pub fn at(root: &Path) -> Result<Option<Self>> {
        // Whatever else it is, it is told as soon as it is read.
        let info = fs::metadata(root.join("info.toml"));
        if info.is_ok_and(|there| !there.is_dir()) {
            return Self::on_disk(root).map(Some);
        }
        if mark::is_marked(root) {
            return Self::embedded_in(root).map(Some);
        }
        Ok(None)
    }

    fn on_disk(root: &Path) -> Result<Self> {
        let path = root.join("info.toml");
        let text = file::read_text(&path)
            .map_err(|unreadable| anyhow!("{} {unreadable}", path.display()))?;
        let checked = |key: &str| root.join("checks").join(format!("{key}.rs")).is_file();
        let info = info::read(&path.display().to_string(), &text, &checked)?;
        let course = Self {
            root: root.to_owned(),
            welcome: info.welcome,
            farewell: info.farewell,
            exercises: info.exercises,
            source: Source::Disk,
        };
        for exercise in &course.exercises {
            let starter = root.join(exercise.path());
            // A file that somebody deleted can come back from its starter; one that never was
            // there cannot.
            if !starter.exists() && course.starter(exercise)?.is_none() {
                bail!(
                    "info.toml names the exercise `{}`, but there is no file {}\n\
                     Write it, or take the exercise out of info.toml.",
                    exercise.name,
                    starter.display()
                );
            }
        }
        Ok(course)
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
        self.exercises
            .iter()
            .position(|exercise| exercise.path() == path)
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
            Kind::SelfTested | Kind::Run => Ok(None),
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
