//! Reads info.toml: rustlings' format_version 1, plus the sub-table `asynclings` that other
//! programs ignore.

use crate::exercise::{Afterwards, Correspondence, DEFAULT_TIME_LIMIT, Exercise, Kind};
use crate::verdict::Expectation;
use anyhow::{Result, anyhow, bail};
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;
use toml::Spanned;

/// What info.toml says.
#[derive(Debug)]
pub(super) struct Info {
    pub(super) welcome: String,
    pub(super) farewell: String,
    pub(super) exercises: Vec<Exercise>,
}

#[derive(Deserialize)]
struct InfoFile {
    format_version: Spanned<u8>,
    #[serde(default)]
    welcome_message: String,
    #[serde(default)]
    final_message: String,
    exercises: Vec<ExerciseTable>,
}

#[derive(Deserialize)]
struct ExerciseTable {
    name: Spanned<String>,
    dir: Option<Spanned<String>>,
    #[serde(default = "yes")]
    test: bool,
    #[serde(default)]
    strict_clippy: bool,
    hint: String,
    #[serde(default)]
    skip_check_unsolved: bool,
    asynclings: Option<OurTable>,
}

/// What only we know of an exercise. An unknown key is a mistake here: nobody else writes it.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct OurTable {
    hints: Vec<String>,
    carries: Vec<String>,
    corresponds: Vec<Correspondence>,
    concepts: Vec<String>,
    formerly: Vec<String>,
    deny: Vec<String>,
    learnt: Option<String>,
    time_limit_ms: Option<u64>,
    starter: Option<Spanned<String>>,
    afterwards: Option<Spanned<String>>,
}

fn yes() -> bool {
    true
}

/// Reads `text`, the content of the info.toml at `path`. `checked` tells whether the exercise
/// `DIR/NAME` has a hidden check.
pub(super) fn read(path: &str, text: &str, checked: &dyn Fn(&str) -> bool) -> Result<Info> {
    let file: InfoFile = toml::from_str(text).map_err(|error| not_toml(path, text, &error))?;
    let at = |span: std::ops::Range<usize>| place(path, text, span.start);
    if *file.format_version.get_ref() != 1 {
        bail!(
            "{}: this course has format_version {}, and this program reads version 1\n\
             A newer asynclings may read it.",
            at(file.format_version.span()),
            file.format_version.get_ref()
        );
    }
    let mut seen: HashMap<String, std::ops::Range<usize>> = HashMap::new();
    let mut exercises = Vec::new();
    for table in file.exercises {
        let formerly = table.asynclings.iter().flat_map(|ours| &ours.formerly);
        for name in std::iter::once(table.name.get_ref()).chain(formerly) {
            if let Some(first) = seen.insert(name.clone(), table.name.span()) {
                bail!(
                    "{}: the name `{name}` is taken by the exercise at {}\n\
                     A name is a learner's identity for an exercise, so it must be unique.",
                    at(table.name.span()),
                    at(first)
                );
            }
        }
        for part in std::iter::once(&table.name).chain(&table.dir) {
            let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
            if part.get_ref().is_empty() || !part.get_ref().chars().all(plain) {
                bail!(
                    "{}: `{}` cannot be a file name here; use letters, digits, `_` and `-`",
                    at(part.span()),
                    part.get_ref()
                );
            }
        }
        exercises.push(table.exercise(&at, checked)?);
    }
    if exercises.is_empty() {
        bail!("{path}: the course has no exercises");
    }
    Ok(Info {
        welcome: file.welcome_message,
        farewell: file.final_message,
        exercises,
    })
}

impl ExerciseTable {
    fn exercise(
        self,
        at: &dyn Fn(std::ops::Range<usize>) -> String,
        checked: &dyn Fn(&str) -> bool,
    ) -> Result<Exercise> {
        let is_ours = self.asynclings.is_some();
        let ours = self.asynclings.unwrap_or_default();
        let starter: Option<Expectation> = read_word(ours.starter.as_ref(), at)?;
        let afterwards: Option<Afterwards> = read_word(ours.afterwards.as_ref(), at)?;
        let kind = match self.test {
            true => Kind::SelfTested,
            false => Kind::Run,
        };
        let dir = self.dir.map(Spanned::into_inner);
        let mut exercise = Exercise {
            ours: is_ours,
            strict: self.strict_clippy,
            deny: ours.deny,
            hints: std::iter::once(self.hint).chain(ours.hints).collect(),
            time_limit: ours
                .time_limit_ms
                .map_or(DEFAULT_TIME_LIMIT, Duration::from_millis),
            carries: ours.carries,
            corresponds: ours.corresponds,
            concepts: ours.concepts,
            formerly: ours.formerly,
            learnt: ours.learnt,
            starter,
            afterwards,
            ..Exercise::of_others(self.name.into_inner(), dir, kind)
        };
        for hint in &mut exercise.hints {
            *hint = hint.trim().to_owned();
        }
        exercise.hints.retain(|hint| !hint.is_empty());
        if checked(&exercise.key()) {
            exercise.kind = Kind::Checked;
            exercise.ours = true;
        }
        let _only_for_rustlings = self.skip_check_unsolved;
        Ok(exercise)
    }
}

/// A word of ours, where there is one; what it may be is known by its type.
fn read_word<T: FromStr<Err: Display>>(
    word: Option<&Spanned<String>>,
    at: &dyn Fn(std::ops::Range<usize>) -> String,
) -> Result<Option<T>> {
    let Some(word) = word else { return Ok(None) };
    let read = word.get_ref().parse();
    read.map(Some)
        .map_err(|problem| anyhow!("{}: {problem}", at(word.span())))
}

/// The error of `toml` in `text`, the content of the file at `path`.
pub(super) fn not_toml(path: &str, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let start = error.span().map_or(0, |span| span.start);
    anyhow!("{}: {}", place(path, text, start), error.message())
}

/// `path:line:column` of a byte of `text`, both from 1.
fn place(path: &str, text: &str, byte: usize) -> String {
    let before = &text[..byte];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{path}:{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::exercise::{Afterwards, Kind};
    use std::time::Duration;

    const SMALL: &str = r#"
format_version = 1
[[exercises]]
name = "one"
dir = "01_first"
hint = "look"
"#;

    fn error(text: &str) -> String {
        format!("{:#}", read("info.toml", text, &|_| false).unwrap_err())
    }

    #[test]
    fn a_rustlings_course_is_read_as_it_is() {
        let info = read("info.toml", SMALL, &|_| false).unwrap();
        assert_eq!(info.exercises[0].kind, Kind::SelfTested);
        assert_eq!(info.exercises[0].time_limit, Duration::from_secs(10));
        assert_eq!(info.exercises[0].hints, ["look"]);
    }

    #[test]
    fn a_hidden_check_makes_an_exercise_a_checked_one() {
        let info = read("info.toml", SMALL, &|key| key == "01_first/one").unwrap();
        assert_eq!(info.exercises[0].kind, Kind::Checked);
    }

    #[test]
    fn the_hints_of_both_tables_are_one_list() {
        let text = format!("{SMALL}[exercises.asynclings]\nhints = ['closer', 'there']\n");
        let info = read("info.toml", &text, &|_| false).unwrap();
        assert_eq!(info.exercises[0].hints, ["look", "closer", "there"]);
    }

    #[test]
    fn malformed_toml_is_refused_with_its_line_and_column() {
        let message = error("format_version = 1\nexercises = [\n");
        assert!(message.starts_with("info.toml:2:14: "), "{message}");
    }

    #[test]
    fn a_name_given_twice_is_refused_with_both_places() {
        let second = SMALL.replace("format_version = 1\n", "");
        let message = error(&format!("{SMALL}{second}"));
        assert!(message.starts_with("info.toml:9:8:"), "{message}");
        assert!(message.contains("info.toml:4:8"), "{message}");
    }

    #[test]
    fn a_name_that_leaves_the_course_is_refused() {
        let message = error(&SMALL.replace("\"one\"", "\"../../one\""));
        assert!(message.contains("cannot be a file name"), "{message}");
    }

    #[test]
    fn a_misspelt_key_of_ours_is_refused() {
        let message = error(&format!("{SMALL}[exercises.asynclings]\ntime_limit = 3\n"));
        assert!(
            message.starts_with("info.toml:8:1: unknown field"),
            "{message}"
        );
    }

    #[test]
    fn what_may_follow_an_exercise_is_known_and_anything_else_is_refused() {
        let with = |word: &str| format!("{SMALL}[exercises.asynclings]\nafterwards = '{word}'\n");
        let info = read("info.toml", &with("runtimes"), &|_| false).unwrap();
        assert_eq!(info.exercises[0].afterwards, Some(Afterwards::Runtimes));
        let message = error(&with("a holiday"));
        assert!(
            message.starts_with("info.toml:8:14: nothing called `a holiday`"),
            "{message}"
        );
    }

    #[test]
    fn an_unknown_format_is_refused() {
        let message = error(&SMALL.replace("version = 1", "version = 2"));
        assert!(message.contains("info.toml:2:18"), "{message}");
    }
}
