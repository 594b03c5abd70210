//! What a compiler or a linker may use, and what is told of one that wanted more.
//!
//! A learner's file can keep a compiler busy without end, or have it fill the memory. That is a fault of the
//! file, and told like any other.

use crate::group::Group;
use crate::group::family::Family;
use crate::verdict::{Diagnostic, Level};
use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;
use tokio::time::sleep;

/// Seconds that a processor may work for one compiler; and that one may take which does not work at all. It
/// usually takes a fifth of a second.
const SECONDS: u64 = 20;

/// Bytes of memory that it may have. It usually needs a twentieth.
const MEMORY: u64 = 4 << 30;

/// Bytes of messages that it may print. Nobody reads a hundredth of them.
pub(super) const WORDS: u64 = 8 << 20;

/// More of its messages than these are not worth keeping: the first ones have the cause.
const MESSAGES: usize = 100;

/// On a machine that has much else to do, one that goes on working may take so long.
const LONGEST: Duration = Duration::from_secs(120);

/// A working compiler has got a bit further after this time, whatever else the machine does.
const STEP: Duration = Duration::from_secs(2);

/// The limit that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Time,
    Memory,
    Words,
}

/// A compiler or linker used more than it may. As an error it goes no further than the build, which makes the
/// learner's file answer for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Overrun {
    limit: Limit,
    said: Vec<Diagnostic>,
}

impl fmt::Display for Overrun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.limit {
            Limit::Time => write!(f, "the compiler did not finish within {SECONDS} s"),
            Limit::Memory => write!(
                f,
                "the compiler needed more than {} GiB of memory",
                MEMORY >> 30
            ),
            Limit::Words => write!(f, "the compiler printed more than {} MiB", WORDS >> 20),
        }
    }
}

impl std::error::Error for Overrun {}

/// Has the system limit the compiler or linker that leads `group`, and what that starts.
pub(super) fn limit(group: &Group) {
    group.limit_memory(MEMORY);
    group.limit_processor_time(SECONDS);
}

/// Comes to an end when a compiler that was given its input now has had its time: at once when it does not work,
/// as one that reads from a pipe in vain. One that works is ended by the limit of its processor time, unless it
/// takes far too long.
pub(super) async fn out_of_time(family: Family) -> Overrun {
    let allowed = Duration::from_secs(SECONDS);
    sleep(allowed - STEP).await;
    let mut taken = allowed - STEP;
    let mut worked = family.worked();
    loop {
        sleep(STEP).await;
        taken += STEP;
        let now = family.worked();
        if now == worked || taken >= LONGEST {
            return Overrun::of(Limit::Time);
        }
        worked = now;
    }
}

impl Overrun {
    fn of(limit: Limit) -> Self {
        Self {
            limit,
            said: Vec::new(),
        }
    }

    /// One that prints without end.
    pub(super) fn of_words() -> Self {
        Self::of(Limit::Words)
    }

    /// What a call that ended with `status` and these words had too much of, if that is why it ended.
    pub(super) fn told_by(words: &[String], status: ExitStatus) -> Option<Self> {
        const SIGNS: [&str; 4] = [
            "memory allocation of ",
            "out of memory",
            "bad_alloc",
            "Cannot allocate memory",
        ];
        let of = |limit| Some(Self::of(limit));
        if status.success() {
            None
        } else if status.signal() == Some(rustix::process::Signal::XCPU.as_raw()) {
            of(Limit::Time)
        } else if words
            .iter()
            .any(|line| SIGNS.iter().any(|sign| line.contains(sign)))
        {
            of(Limit::Memory)
        } else {
            None
        }
    }

    /// The same, after the compiler had `said` this.
    pub(super) fn after(mut self, mut said: Vec<Diagnostic>) -> Self {
        said.truncate(MESSAGES);
        self.said = said;
        self
    }

    /// The error without what the compiler had said: of a check's text nothing is shown.
    pub(super) fn in_silence(error: anyhow::Error) -> anyhow::Error {
        match error.downcast::<Self>() {
            Ok(overrun) => overrun.after(Vec::new()).into(),
            Err(other) => other,
        }
    }

    /// All that the compiler had said, and last that it was ended.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let causes = "an endless loop in a `const`, a type or a macro that expands into more and more of itself, \
                      or an included file that has no end";
        let message = self.to_string();
        let rendered = format!(
            "\u{1b}[1m\u{1b}[91merror\u{1b}[0m\u{1b}[1m: {message}\u{1b}[0m\n  \u{1b}[1m=\u{1b}[0m help: look for \
             {causes}\n"
        );
        let mut all = self.said;
        all.push(Diagnostic {
            level: Level::Error,
            code: None,
            message,
            rendered,
            places: Vec::new(),
            denied: false,
        });
        all
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Overrun};
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    fn told_by(words: &str, status: i32) -> Option<Limit> {
        let overrun = Overrun::told_by(&[words.to_owned()], ExitStatus::from_raw(status));
        overrun.map(|overrun| overrun.limit)
    }

    #[test]
    fn a_compiler_that_was_ended_by_a_limit_is_told_from_one_that_failed() {
        const ABORTED: i32 = 6;
        const FAILED: i32 = 1 << 8;
        let out_of_time = rustix::process::Signal::XCPU.as_raw();
        assert_eq!(told_by("", out_of_time), Some(Limit::Time));
        let words = "memory allocation of 4294967296 bytes failed";
        assert_eq!(told_by(words, ABORTED), Some(Limit::Memory));
        assert_eq!(
            told_by("rustc-LLVM ERROR: out of memory", FAILED),
            Some(Limit::Memory)
        );
        assert_eq!(told_by("thread 'rustc' panicked", ABORTED), None);
        assert_eq!(told_by(words, 0), None);
    }
}
