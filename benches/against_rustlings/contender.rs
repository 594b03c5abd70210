//! The two programs: how each is started, and how each says what.

use super::installation::Ground;
use portable_pty::CommandBuilder;
use std::path::{Path, PathBuf};

/// One of the two programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    /// The one that is compared with.
    Rustlings,
    /// Ours.
    Asynclings,
}

/// What a save leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The solution: every test passes.
    Pass,
    /// The starter: it compiles, and a test fails.
    Fail,
    /// The solution with a type error.
    Error,
}

impl Kind {
    /// Each differs from its neighbours, so that a screen never says already what the next one shall
    /// say.
    pub(crate) const ALL: [Self; 3] = [Self::Pass, Self::Fail, Self::Error];

    /// As a table names it.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Error => "compile error",
        }
    }
}

impl Name {
    /// Both, in the order in which they take turns.
    pub(crate) const ALL: [Self; 2] = [Self::Rustlings, Self::Asynclings];

    /// As it is typed.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Rustlings => "rustlings",
            Self::Asynclings => "asynclings",
        }
    }

    /// What its screen says when it has a verdict. rustlings writes all that it has to say at once,
    /// so of several telling lines it does not matter which; that its code of the compiler's error is
    /// looked for, and not the last line, is in its favour.
    pub(crate) fn verdict(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Rustlings, Kind::Pass) => "Exercise done",
            (Self::Rustlings, Kind::Fail) => "test result: FAILED",
            (Self::Rustlings, Kind::Error) => "error[E0308]",
            (Self::Asynclings, Kind::Pass) => "Passed: ",
            (Self::Asynclings, Kind::Fail) => "Not yet",
            (Self::Asynclings, Kind::Error) => "It does not compile yet",
        }
    }

    /// How its `check-all` ends when half of `exercises` are solved.
    pub(crate) fn half_of(self, exercises: usize) -> String {
        let half = exercises / 2;
        match self {
            Self::Rustlings => format!("{half}/{exercises} exercises pending"),
            Self::Asynclings => format!("{half} of {exercises} passed"),
        }
    }
}

/// Both programs, ready to be started.
#[derive(Debug)]
pub(crate) struct Contenders {
    /// Below this, and nowhere else, is written.
    pub(crate) root: PathBuf,
    rustlings: PathBuf,
}

impl Contenders {
    /// Those of `ground`.
    pub(crate) fn on(ground: &Ground) -> Self {
        Self {
            root: ground.root.clone(),
            rustlings: ground.rustlings.clone(),
        }
    }

    /// Where ours keeps what is compiled once, in all parts but the one that begins without it.
    pub(crate) fn cache(&self) -> PathBuf {
        self.root.join("cache")
    }

    /// `name` in `folder`, ours with its `cache`.
    pub(crate) fn command(&self, name: Name, folder: &Path, cache: &Path) -> CommandBuilder {
        let mut command = CommandBuilder::new(match name {
            Name::Rustlings => self.rustlings.as_os_str(),
            Name::Asynclings => env!("CARGO_BIN_EXE_asynclings").as_ref(),
        });
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        match name {
            // The folder lies below this repository, whose cfgs and flags are not meant for it.
            Name::Rustlings => command.env("RUSTFLAGS", ""),
            Name::Asynclings => command.env("ASYNCLINGS_CACHE", cache),
        }
        command
    }
}
