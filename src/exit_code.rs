//! Every exit code of the program, with its meaning.

use std::process::ExitCode;

/// Why the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The exercise passed, or there was nothing to judge and all went well.
    Passed,
    /// At least one exercise did not pass.
    NotPassed,
    /// The command line asks for something that is not there.
    Usage,
    /// The course or the machine is broken; the message says how to mend it.
    Broken,
}

impl Exit {
    /// The number that the shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::NotPassed => 1,
            Self::Usage => 2,
            Self::Broken => 3,
        }
    }

    /// For a verdict that everything depended on.
    #[must_use]
    pub fn of(passed: bool) -> Self {
        if passed {
            Self::Passed
        } else {
            Self::NotPassed
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// An error that is the command line's, not the machine's.
#[derive(Debug)]
pub struct WrongUsage(pub String);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}
