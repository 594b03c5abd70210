//! A mistake: a named wrong answer, kept as its difference from a right one.
//!
//! `mistakes/DIR/NAME/SLUG.diff` says on top what the answer must get and what is wrong with it. As a
//! whole file, `SLUG.rs`, it can be written and edited; that one counts while it is there.

mod base;
mod difference;
mod head;

use crate::author::answers::files_in;
use crate::course::Course;
use crate::exercise::Exercise;
use crate::verdict::Expectation;
use difference::{Code, Strictness};
use head::Head;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// One mistake of an exercise.
#[derive(Debug)]
pub(super) struct Mistake<'a> {
    exercise: &'a Exercise,
    slug: String,
}

/// A mistake as a program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Program {
    head: Head,
    code: String,
}

/// A difference that was applied.
#[derive(Debug)]
pub(super) struct Applied {
    /// What came of it.
    pub(super) program: Program,
    /// The same difference, written against the base as it is now.
    pub(super) rewritten: String,
    /// The lines of the hunks that applied only with less context than they have.
    pub(super) loose: Vec<usize>,
}

/// What is wrong with a file of the course, for its author.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    path: PathBuf,
    line: Option<usize>,
    what: String,
}

impl<'a> Mistake<'a> {
    /// The mistake `slug` of `exercise`, whether it is there or not.
    pub(super) fn new(exercise: &'a Exercise, slug: &str) -> Self {
        Self {
            exercise,
            slug: slug.to_owned(),
        }
    }

    /// Every mistake of `exercise`, sorted.
    pub(super) fn all(course: &Course, exercise: &'a Exercise) -> anyhow::Result<Vec<Self>> {
        let folder = Path::new("mistakes").join(exercise.key());
        let mut slugs = BTreeSet::new();
        for extension in ["diff", "rs"] {
            for file in files_in(&course.root, &folder, extension)? {
                let stem = file.file_stem().unwrap_or_default();
                slugs.insert(stem.to_string_lossy().into_owned());
            }
        }
        Ok(slugs.iter().map(|slug| Self::new(exercise, slug)).collect())
    }

    /// The whole file, from the course's root.
    pub(super) fn whole(&self) -> PathBuf {
        self.file("rs")
    }

    /// The difference, from the course's root.
    pub(super) fn difference(&self) -> PathBuf {
        self.file("diff")
    }

    fn file(&self, extension: &str) -> PathBuf {
        let name = format!("{}.{extension}", self.slug);
        Path::new("mistakes").join(self.exercise.key()).join(name)
    }

    /// The file that counts: the whole one if there is one.
    pub(super) fn path(&self, course: &Course) -> PathBuf {
        if self.is_whole(course) {
            self.whole()
        } else {
            self.difference()
        }
    }

    /// Whether it lies there as a whole file.
    pub(super) fn is_whole(&self, course: &Course) -> bool {
        course.root.join(self.whole()).exists()
    }

    /// Reads it from the file that counts.
    pub(super) fn program(&self, course: &Course) -> Result<Program, Problem> {
        if self.is_whole(course) {
            return Program::read(course, &self.whole());
        }
        Ok(self.apply(course, Strictness::Exact)?.program)
    }

    /// Applies its difference, with less context where the base has changed.
    pub(super) fn carry(&self, course: &Course) -> Result<Applied, Problem> {
        self.apply(course, Strictness::Loose)
    }

    fn apply(&self, course: &Course, strictness: Strictness) -> Result<Applied, Problem> {
        let text = read(course, &self.difference())?;
        self.apply_text(course, &text, strictness)
    }

    fn apply_text(
        &self,
        course: &Course,
        text: &str,
        strictness: Strictness,
    ) -> Result<Applied, Problem> {
        let at = |(line, what)| Problem::new(&self.difference(), Some(line), what);
        let (head, hunks) = Head::of_difference(text).map_err(at)?;
        let base = base::path(course, self.exercise, head.against.as_deref()).map_err(at)?;
        let from = Code::of(&read(course, &base)?);
        let (code, loose) = hunks
            .apply(&from, &base.display().to_string(), strictness)
            .map_err(at)?;
        let program = Program { head, code };
        let rewritten = program.against(&from, program.head.against.as_deref());
        Ok(Applied {
            program,
            rewritten,
            loose,
        })
    }

    /// Fails unless the text `difference` gives `program` back, to the last letter.
    pub(super) fn must_give_back(
        &self,
        course: &Course,
        difference: &str,
        program: &Program,
    ) -> Result<(), Problem> {
        let applied = self.apply_text(course, difference, Strictness::Exact);
        if applied.is_ok_and(|applied| applied.program.text() == program.text()) {
            return Ok(());
        }
        let what = "its difference would not give it back, so it stays a whole file".into();
        Err(Problem::new(&self.whole(), None, what))
    }

    /// Its `program` as a difference from the solution, or from another answer or the starter where
    /// that is much shorter.
    pub(super) fn shortest(&self, course: &Course, program: &Program) -> Result<String, Problem> {
        let mut shortest: Option<String> = None;
        for (name, path) in base::all(course, self.exercise)? {
            let text = read(course, &path)?;
            let from = Code::of(&text);
            if from.text == program.code {
                let what = format!("the same as {}: nothing is wrong with it", path.display());
                return Err(Problem::new(&self.whole(), None, what));
            }
            let difference = program.against(&from, name.as_deref());
            let much_shorter = |than: &String| {
                base::is_much_shorter(difference.lines().count(), than.lines().count())
            };
            if shortest.as_ref().is_none_or(much_shorter) {
                shortest = Some(difference);
            }
        }
        shortest.ok_or_else(|| {
            let what = format!("{} has no solution", self.exercise.name);
            Problem::new(&self.whole(), None, what)
        })
    }

    /// A program for the author of a new mistake to begin with: the solution.
    pub(super) fn begun(&self, course: &Course) -> Result<Program, Problem> {
        let base = base::path(course, self.exercise, None)
            .map_err(|(_, what)| Problem::new(&self.whole(), None, what))?;
        Ok(Program {
            head: Head::unwritten(),
            code: Code::of(&read(course, &base)?).text,
        })
    }
}

impl Program {
    /// Reads a whole file.
    pub(super) fn read(course: &Course, path: &Path) -> Result<Self, Problem> {
        let text = read(course, path)?;
        let head =
            Head::of_program(&text).map_err(|(line, what)| Problem::new(path, Some(line), what))?;
        let code = Code::of(&text).text;
        Ok(Self { head, code })
    }

    /// The text of the whole file.
    pub(super) fn text(&self) -> String {
        format!("{}\n{}", self.head.in_program(), self.code)
    }

    /// What it must get.
    pub(super) fn expects(&self) -> Expectation {
        self.head.expects.clone()
    }

    /// The text of its difference from the code `from`, which is called `name` if it is not the solution's.
    fn against(&self, from: &Code, name: Option<&str>) -> String {
        let to = Code {
            text: self.code.clone(),
            before: self.head.in_program().lines().count() + 1,
        };
        let head = self.head.in_difference(name);
        format!("{head}\n{}", difference::between(from, &to))
    }
}

impl Problem {
    pub(super) fn new(path: &Path, line: Option<usize>, what: String) -> Self {
        let path = path.to_owned();
        Self { path, line, what }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// The text of a file of the course: lines that end in `\n` alone, each of them.
fn read(course: &Course, path: &Path) -> Result<String, Problem> {
    let problem = |line, what| Problem::new(path, line, what);
    let bytes = fs::read(course.root.join(path))
        .map_err(|error| problem(None, format!("it cannot be read: {error}")))?;
    let line_at = |at: usize| bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| problem(Some(line_at(error.valid_up_to())), "it is not UTF-8".into()))?;
    if let Some(at) = text.find('\r') {
        let what = "the line ends in CRLF; save the file with plain line ends".into();
        return Err(problem(Some(line_at(at)), what));
    }
    let end = if text.ends_with('\n') || text.is_empty() {
        ""
    } else {
        "\n"
    };
    Ok(format!("{text}{end}"))
}
