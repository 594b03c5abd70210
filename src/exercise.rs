//! One numbered task of a course, as its author described it.

use crate::verdict::Expectation;
use std::path::PathBuf;
use std::time::Duration;

/// How long a check program may run when info.toml does not say otherwise.
pub const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(10);

/// An exercise. Its name is its identity and never changes meaning; its directory is order only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// Unique in the course.
    pub name: String,
    /// The chapter's directory below `exercises/`, which may be none.
    pub dir: Option<String>,
    /// The file that the learner edits, from the course's root, where it is not `exercises/DIR/NAME.rs`.
    pub file: Option<PathBuf>,
    /// How it is judged.
    pub kind: Kind,
    /// Its author knows of this program: has a check for it, or its settings in info.toml. Any other is
    /// judged as rustlings judges it, without lints and limits of ours.
    pub ours: bool,
    /// Every warning fails it, not only the lints that are always denied.
    pub strict: bool,
    /// Lints that fail it, beside those that are always denied.
    pub deny: Vec<String>,
    /// What to show who is stuck, one at a time.
    pub hints: Vec<String>,
    /// How long its program may run.
    pub time_limit: Duration,
    /// Which ideas of the Python tutorial it carries over.
    pub carries: Vec<String>,
    /// What in its Python original corresponds to what in its solution.
    pub corresponds: Vec<Correspondence>,
    /// What it is about.
    pub concepts: Vec<String>,
    /// Names it had before, so that progress survives a rename.
    pub formerly: Vec<String>,
    /// What somebody knows who has solved it: two short sentences.
    pub learnt: Option<String>,
    /// What its starter must get, so that it does not fail by accident.
    pub starter: Option<Expectation>,
    /// What is offered after a pass, and not graded.
    pub afterwards: Option<Afterwards>,
}

/// What a learner can do with what was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    /// Compare the runtimes on the own machine: `asynclings bench`.
    Runtimes,
}

impl std::str::FromStr for Afterwards {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "runtimes" => Ok(Self::Runtimes),
            other => Err(format!(
                "nothing called `{other}` can follow an exercise; there is `runtimes`"
            )),
        }
    }
}

/// A piece of a Python original and the piece of Rust that does the same.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correspondence {
    /// As it stands in the original.
    pub python: String,
    /// As it stands in the solution.
    pub rust: String,
    /// In what they are alike, and where they differ: one sentence.
    pub meaning: String,
}

/// How an exercise is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By a hidden check.
    Checked,
    /// By the `#[test]`s it holds, as in other courses of the rustlings format; its `main` must
    /// also succeed.
    SelfTested,
    /// By its `main` alone.
    Run,
    /// By the compiler, as rustlings 5 judges it.
    SingleFile(Mode),
    /// It is a package of its own, judged by cargo, as workshop-runner judges it.
    Crate,
}

/// What rustlings 5 demands of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// It compiles, and its `main` succeeds.
    Compile,
    /// Its tests pass. It needs no `main`.
    Test,
    /// It compiles without a warning of clippy's, and its `main` succeeds.
    Clippy,
    /// As [`Mode::Test`], with a build script beside it.
    BuildScript,
}

impl Exercise {
    /// An exercise called `name`, of a course whose author does not know of this program.
    #[must_use]
    pub fn of_others(name: String, dir: Option<String>, kind: Kind) -> Self {
        Self {
            name,
            dir,
            file: None,
            kind,
            ours: false,
            strict: false,
            deny: Vec::new(),
            hints: Vec::new(),
            time_limit: DEFAULT_TIME_LIMIT,
            carries: Vec::new(),
            corresponds: Vec::new(),
            concepts: Vec::new(),
            formerly: Vec::new(),
            starter: None,
            afterwards: None,
            learnt: None,
        }
    }

    /// `DIR/NAME`, the same in every tree of the course.
    #[must_use]
    pub fn key(&self) -> String {
        match &self.dir {
            Some(dir) => format!("{dir}/{}", self.name),
            None => self.name.clone(),
        }
    }

    /// The file that the learner edits, from the course's root.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let usual = || PathBuf::from("exercises").join(format!("{}.rs", self.key()));
        self.file.clone().unwrap_or_else(usual)
    }

    /// The folder of its package, from the course's root, where it is one.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        let path = self.path();
        let folder = path.parent()?.parent()?;
        (self.kind == Kind::Crate).then(|| folder.to_owned())
    }

    /// Whether `name` is its name, or was.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.formerly.iter().any(|old| old == name)
    }

    /// The chapter: the directory without its number.
    #[must_use]
    pub fn chapter(&self) -> &str {
        let dir = self.dir.as_deref().unwrap_or_default();
        dir.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_')
    }
}
