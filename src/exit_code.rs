//! Every exit code of the program, with its meaning.
//!
//! A program that was stopped by a signal ends by that signal, which a shell tells as 128 and its number: 130
//! after Ctrl+C.

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

/// An error in words: what happened and what to do, and then what brought it about.
#[must_use]
pub fn told(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        text.push_str(&format!("\n  because: {cause}"));
    }
    text
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

/// A signal, by its number, has asked the program to end.
#[derive(Debug)]
pub struct Stopped(pub i32);

impl Stopped {
    /// What a shell says of a program that a signal has ended.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        u8::try_from(128 + self.0).map_or(Exit::Broken.into(), ExitCode::from)
    }
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stopped.")
    }
}

impl std::error::Error for Stopped {}

#[cfg(test)]
mod tests {
    use super::told;
    use anyhow::anyhow;

    #[test]
    fn an_error_is_told_with_what_to_do_before_what_brought_it_about() {
        let error = anyhow!("Permission denied").context("It cannot be written.\nMove it.");
        assert_eq!(
            told(&error),
            "It cannot be written.\nMove it.\n  because: Permission denied"
        );
    }
}
