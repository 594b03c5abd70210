//! The course: info.toml and its trees, on disk or carried inside the program.

mod embedded;
mod folder;
mod info;

pub use embedded::{kit_sources, workload_sources};

use crate::exercise::{Exercise, Kind};
use anyhow::{Context, Result, bail};
use embedded::Embedded;
use std::cell::OnceCell;
use std::collections::BTreeMap;
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
    /// Read once, when first asked for.
    starters: OnceCell<BTreeMap<String, String>>,
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
        for root in dir.ancestors() {
            if root.join("info.toml").is_file() {
                return Self::on_disk(root);
            }
            if root.join(STATE_DIR).is_dir() && root.join("exercises").is_dir() {
                return Self::embedded_in(root);
            }
        }
        bail!(
            "there is no course in {}\n\
             To start one here: asynclings init\n\
             To open one elsewhere: asynclings --course DIR",
            dir.display()
        )
    }

    fn on_disk(root: &Path) -> Result<Self> {
        let path = root.join("info.toml");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let checked = |key: &str| root.join("checks").join(format!("{key}.rs")).is_file();
        let info = info::read(&path.display().to_string(), &text, &checked)?;
        let course = Self {
            root: root.to_owned(),
            welcome: info.welcome,
            farewell: info.farewell,
            exercises: info.exercises,
            source: Source::Disk,
            starters: OnceCell::new(),
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
            starters: OnceCell::new(),
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
        let text = starter.or_else(|| fs::read_to_string(self.root.join(exercise.path())).ok());
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

    /// The exercise as it was before anybody edited it, if the course keeps that.
    ///
    /// # Errors
    /// When `starters.toml` cannot be read.
    pub fn starter(&self, exercise: &Exercise) -> Result<Option<String>> {
        if self.starters.get().is_none() {
            let text = self.text("starters.toml")?.unwrap_or_default();
            let starters =
                toml::from_str(&text).context("starters.toml is not what `dev update` writes")?;
            self.starters.get_or_init(|| starters);
        }
        let starters = self.starters.get();
        Ok(starters.and_then(|starters| starters.get(&exercise.key()).cloned()))
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

    /// The Cargo.toml of the package, or the workspace, that the exercises are programs of, as in every
    /// course in the rustlings format; none where the course keeps its dependencies as ours does, or has none.
    #[must_use]
    pub fn package(&self) -> Option<PathBuf> {
        if !self.is_on_disk() || self.root.join("exercises/Cargo.toml").is_file() {
            return None;
        }
        let path = self.root.join("Cargo.toml");
        let manifest: toml::Table = fs::read_to_string(&path).ok()?.parse().ok()?;
        let has_programs = manifest.contains_key("bin") || manifest.contains_key("workspace");
        has_programs.then_some(path)
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
                match fs::read_to_string(&path) {
                    Ok(text) => Ok(Some(text)),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(error) => {
                        Err(error).with_context(|| format!("{} cannot be read", path.display()))
                    }
                }
            }
        }
    }
}
