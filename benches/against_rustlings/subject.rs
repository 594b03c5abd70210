//! The exercises that are measured, as each of the two programs has them.

use super::contender::{Kind, Name};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// Exercises of the course, each with the same assertions as plain tests for rustlings. Those have
/// no probe, watch nothing, draw no inputs by lot and explain nothing, which makes them quicker to
/// compile: that favours rustlings.
const SUBJECTS: [(&str, &str); 5] = [
    (
        "02_switching/switching1",
        include_str!("inline/switching1.rs"),
    ),
    (
        "01_coroutines/coroutines1",
        include_str!("inline/coroutines1.rs"),
    ),
    (
        "01_coroutines/coroutines2",
        include_str!("inline/coroutines2.rs"),
    ),
    (
        "02_switching/switching2",
        include_str!("inline/switching2.rs"),
    ),
    (
        "02_switching/switching5",
        include_str!("inline/switching5.rs"),
    ),
];

/// What a file of the course begins its `main` with, and with what here. rustlings runs `main`
/// before it shows a verdict and asynclings afterwards; so that rustlings does not wait for sleeps
/// of the story, `main` has the virtual clock in both.
const MAIN: [&str; 2] = [
    "#[tokio::main(flavor = \"current_thread\")]",
    "#[tokio::main(flavor = \"current_thread\", start_paused = true)]",
];

/// A piece of the first exercise's solution, and what it is in a file that does not compile.
const MISTAKE: [&str; 2] = ["vec![first, second, third]", "vec![first, second, 3]"];

/// An exercise of the course.
#[derive(Debug)]
pub(crate) struct Subject {
    name: String,
    starter: String,
    solution: String,
    inline_tests: &'static str,
    /// Its hidden check.
    pub(crate) check: String,
}

impl Subject {
    /// All of them, from the repository.
    pub(crate) fn all() -> Result<Vec<Self>> {
        let subjects = SUBJECTS.iter().map(|(key, inline_tests)| {
            let starter = text(&format!("starters/{key}.rs"))?;
            Ok(Self {
                name: key.rsplit('/').next().unwrap_or(key).to_owned(),
                starter: replaced(&starter, MAIN)?,
                solution: replaced(&text(&format!("solutions/{key}.rs"))?, MAIN)?,
                inline_tests,
                check: text(&format!("checks/{key}.rs"))?,
            })
        });
        subjects.collect()
    }

    /// What copy `number` of it is called.
    pub(crate) fn name(&self, number: usize) -> String {
        format!("{}_{number:03}", self.name)
    }

    /// Its text as `name` has it, for a save that leads to `kind`; `version` makes it different from
    /// every other.
    pub(crate) fn text(&self, name: Name, kind: Kind, version: usize) -> Result<String> {
        let text = match kind {
            Kind::Pass => self.solution.clone(),
            Kind::Fail => self.starter.clone(),
            Kind::Error => replaced(&self.solution, MISTAKE)?,
        };
        let tests = match name {
            Name::Rustlings => self.inline_tests,
            Name::Asynclings => "",
        };
        // At the end, so that no line moves: what rustlings has compiled before stays of use to it.
        Ok(format!("{text}\n{tests}\n// Version {version}.\n"))
    }
}

/// `text` with the second of two pieces in place of the first, which it must have once.
fn replaced(text: &str, [from, to]: [&str; 2]) -> Result<String> {
    if text.matches(from).count() != 1 {
        bail!(
            "an exercise does not say `{from}` exactly once any more\n\
             Adapt benches/against_rustlings/subject.rs to how it says it now."
        );
    }
    Ok(text.replace(from, to))
}

/// A file of the repository.
pub(crate) fn text(name: &str) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
}
