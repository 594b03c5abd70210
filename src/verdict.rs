//! What an attempt came to. A learner's failure is a verdict, never an error.

use report::Finding;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// The outcome of an attempt, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every promise is kept.
    Passed,
    /// The learner's file has compiler errors.
    DoesNotCompile,
    /// It compiles, but does not offer what the exercise asks for.
    InterfaceMismatch,
    /// It works, but a lint that the course denies found something.
    LintDenied,
    /// At least one promise is not kept.
    Failed,
    /// Everything waits, and nothing is left that could wake it.
    Deadlocked,
    /// It was still running when its time was over.
    TimedOut,
    /// It ended before it could be judged: an exit, an abort, a signal.
    Crashed,
    /// It printed without end.
    OutputFlood,
    /// It wanted more memory than it may have.
    OutOfMemory,
}

const ALL: [Verdict; 10] = [
    Verdict::Passed,
    Verdict::DoesNotCompile,
    Verdict::InterfaceMismatch,
    Verdict::LintDenied,
    Verdict::Failed,
    Verdict::Deadlocked,
    Verdict::TimedOut,
    Verdict::Crashed,
    Verdict::OutputFlood,
    Verdict::OutOfMemory,
];

impl Verdict {
    /// As it is written in JSON and by authors.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::DoesNotCompile => "does-not-compile",
            Self::InterfaceMismatch => "interface-mismatch",
            Self::LintDenied => "lint-denied",
            Self::Failed => "failed",
            Self::Deadlocked => "deadlocked",
            Self::TimedOut => "timed-out",
            Self::Crashed => "crashed",
            Self::OutputFlood => "output-flood",
            Self::OutOfMemory => "out-of-memory",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What an author says an answer must get: `failed/sequential`, `does-not-compile/E0733`,
/// `passed`. After the slash stands the kind of the first finding, or the code of the first
/// compiler error or denied lint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The verdict.
    pub verdict: Verdict,
    /// What the verdict must rest on first.
    pub because: Option<String>,
}

impl FromStr for Expectation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (verdict, because) = match text.split_once('/') {
            Some((verdict, because)) => (verdict, Some(because.to_owned())),
            None => (text, None),
        };
        let verdict = ALL
            .into_iter()
            .find(|known| known.name() == verdict)
            .ok_or_else(|| {
                let known = ALL.map(Verdict::name).join(", ");
                format!("`{verdict}` is no verdict; there are {known}")
            })?;
        Ok(Self { verdict, because })
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.because {
            Some(because) => write!(f, "{}/{because}", self.verdict),
            None => write!(f, "{}", self.verdict),
        }
    }
}

/// An attempt, judged.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// In one word.
    pub verdict: Verdict,
    /// Every check that was announced, in order; none when nothing could be run.
    pub checks: Vec<CheckResult>,
    /// Findings that belong to no single check.
    pub findings: Vec<Finding>,
    /// What the compiler said of the learner's file.
    pub diagnostics: Vec<Diagnostic>,
    /// What the learner's code printed while it was checked.
    pub printed: Printed,
    /// Where the time went.
    pub timings: Timings,
    /// What the compiler read for it; none when it did not say.
    pub inputs: Option<Inputs>,
}

/// What a compiler read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Files, from the course's root or absolute.
    pub files: Vec<PathBuf>,
    /// Names of environment variables.
    pub variables: Vec<String>,
}

impl Outcome {
    /// An outcome with nothing but a verdict to it.
    #[must_use]
    pub fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            checks: Vec::new(),
            findings: Vec::new(),
            diagnostics: Vec::new(),
            printed: Printed::default(),
            timings: Timings::default(),
            inputs: None,
        }
    }

    /// An outcome of which nothing is known but what the compiler said.
    #[must_use]
    pub fn with(verdict: Verdict, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            ..Self::of(verdict)
        }
    }

    /// Whether every promise is kept.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.verdict == Verdict::Passed
    }

    /// All findings, the most telling first.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        let of_checks = self.checks.iter().flat_map(|check| &check.findings);
        self.findings.iter().chain(of_checks)
    }

    /// What authors compare with their [`Expectation`].
    #[must_use]
    pub fn summary(&self) -> Expectation {
        let finding = || {
            self.all_findings()
                .next()
                .map(|first| first.fact.kind().to_owned())
        };
        let code = |diagnostic: &Diagnostic| diagnostic.code.clone();
        let because = match self.verdict {
            Verdict::Passed => None,
            Verdict::DoesNotCompile => self
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.level == Level::Error)
                .find_map(code),
            Verdict::LintDenied => self
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.denied)
                .find_map(code),
            _ => finding(),
        };
        Expectation {
            verdict: self.verdict,
            because,
        }
    }
}

impl Expectation {
    /// Whether `outcome` is what the author said.
    #[must_use]
    pub fn is_met_by(&self, outcome: &Outcome) -> bool {
        let summary = outcome.summary();
        self.verdict == summary.verdict
            && (self.because.is_none() || self.because == summary.because)
    }
}

/// One check of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// Its name.
    pub name: String,
    /// What every right answer does.
    pub promise: String,
    /// Whether it did.
    pub state: CheckState,
    /// How it did not, the most telling first.
    pub findings: Vec<Finding>,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// The promise is kept.
    Kept,
    /// The promise is not kept.
    Broken,
    /// The program ended before this check did, or before it began.
    NotReached,
}

/// One message of the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad.
    pub level: Level,
    /// `E0277`, `clippy::let_underscore_future`, or none.
    pub code: Option<String>,
    /// The first line, without colours.
    pub message: String,
    /// The whole as the compiler draws it, with colours.
    pub rendered: String,
    /// The places it points at, the most important first.
    pub places: Vec<(report::Place, Option<String>)>,
    /// Whether the course fails an exercise for it.
    pub denied: bool,
}

impl Diagnostic {
    /// Whether it is as bad as can be.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }
}

/// How bad a compiler message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not compile.
    Error,
    /// It compiles.
    Warning,
}

/// What a program printed: all of it, or the beginning and the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// The beginning.
    pub first: String,
    /// How many bytes were left out after it.
    pub left_out: u64,
    /// The end, when something was left out.
    pub last: String,
}

impl Printed {
    /// Adds a line of ours at the end.
    pub fn add(&mut self, line: &str) {
        let end = if self.left_out > 0 {
            &mut self.last
        } else {
            &mut self.first
        };
        if !end.is_empty() && !end.ends_with('\n') {
            end.push('\n');
        }
        end.push_str(line);
        end.push('\n');
    }

    /// Whether nothing was printed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// A part of an attempt, from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// What was done.
    pub name: &'static str,
    /// When it began.
    pub from: Duration,
    /// When it was over.
    pub to: Duration,
}

/// Where an attempt's time went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Timings {
    /// The compilers.
    #[serde(serialize_with = "millis")]
    pub build: Duration,
    /// The check program.
    #[serde(serialize_with = "millis")]
    pub run: Duration,
    /// From the start of the attempt to its verdict.
    #[serde(serialize_with = "millis")]
    pub total: Duration,
    /// The same in detail, in the order in which they began; some overlap.
    #[serde(skip)]
    pub phases: Vec<Phase>,
}

fn millis<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{ALL, Expectation, Verdict};

    #[test]
    fn every_verdict_is_read_back_from_its_own_name() {
        for verdict in ALL {
            let read: Expectation = verdict.name().parse().unwrap();
            assert_eq!(read.verdict, verdict);
        }
    }

    #[test]
    fn an_expectation_names_the_verdict_and_what_it_rests_on() {
        let read: Expectation = "failed/sequential".parse().unwrap();
        assert_eq!(read.verdict, Verdict::Failed);
        assert_eq!(read.because.as_deref(), Some("sequential"));
        assert_eq!(read.to_string(), "failed/sequential");
    }

    #[test]
    fn an_unknown_verdict_is_refused_with_the_known_ones() {
        let refused = "failedd".parse::<Expectation>().unwrap_err();
        assert!(refused.contains("interface-mismatch"), "{refused}");
    }
}
