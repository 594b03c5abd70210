//! `dev parity`: each Python original prints what the solution's `main` prints, line by line.

use crate::attempt::Attempt;
use crate::attempt::preparation::Preparation;
use crate::author::{must_be_own, named};
use crate::course::Course;
use crate::exercise::Exercise;
use crate::exit_code::Exit;
use crate::group::output_of;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// What the originals import beside Python's own library, pinned.
const REQUIREMENTS: &str = "python/requirements.txt";

/// Runs the originals of the exercises called `names`, or all that there are, by `python`.
///
/// # Errors
/// When there is no such exercise, or `python` cannot run the originals.
pub async fn parity(course: &Course, names: &[String], python: &Path) -> Result<Exit> {
    must_be_own(course, "compare")?;
    let exercises = named(course, names)?;
    must_be_able(course, python).await?;
    let preparation = Preparation::of(course)?;
    let (mut compared, mut different) = (0, 0);
    for exercise in exercises {
        let original = course.root.join(original(exercise));
        if !original.is_file() {
            continue;
        }
        compared += 1;
        let expected = printed_by(python, &original).await?;
        let solution = Attempt {
            source: PathBuf::from("solutions").join(format!("{}.rs", exercise.key())),
            ..Attempt::of(course, exercise)
        };
        let kit = preparation.kit_with_bar(exercise).await?;
        let Some(printed) = solution.show_main(&kit).await? else {
            bail!("the solution of {} does not compile", exercise.name);
        };
        match first_difference(&expected, &printed.first) {
            None => println!("✓ {}: {} lines", exercise.name, expected.lines().count()),
            Some(difference) => {
                different += 1;
                println!("✗ {}: {difference}", exercise.name);
            }
        }
    }
    println!("{compared} originals compared, {different} differ");
    Ok(Exit::of(different == 0))
}

/// Where the original of `exercise` lies, from the course's root.
fn original(exercise: &Exercise) -> PathBuf {
    PathBuf::from("python").join(format!("{}.py", exercise.key()))
}

/// Fails unless `python` is new enough and has every package that the originals import.
async fn must_be_able(course: &Course, python: &Path) -> Result<()> {
    let requirements = std::fs::read_to_string(course.root.join(REQUIREMENTS)).unwrap_or_default();
    let packages = requirements
        .lines()
        .filter_map(|line| line.split_once("=="))
        .map(|(package, _)| format!("; import {}", package.trim()));
    let probe = format!(
        "import sys; assert sys.version_info >= (3, 11), sys.version{}",
        packages.collect::<String>()
    );
    let ran = output_of(Command::new(python).args(["-c", &probe])).await;
    let advice = format!(
        "To make an environment for them: python3.11 -m venv target/venv && \
         target/venv/bin/pip install -r {REQUIREMENTS}\n\
         To use it: asynclings dev parity --python target/venv/bin/python"
    );
    let ran = ran.with_context(|| {
        format!(
            "{} cannot be started, so the Python originals were not run\n{advice}",
            python.display()
        )
    })?;
    if !ran.status.success() {
        let said = String::from_utf8_lossy(&ran.stderr);
        let last = said.lines().last().unwrap_or_default();
        bail!(
            "{} cannot run the Python originals: {last}\n{advice}",
            python.display()
        );
    }
    Ok(())
}

/// What the program at `path` prints; one that fails is an error, with what it said.
async fn printed_by(python: &Path, path: &Path) -> Result<String> {
    let ran = output_of(Command::new(python).arg(path))
        .await
        .with_context(|| format!("{} cannot be started", python.display()))?;
    if !ran.status.success() {
        bail!(
            "{} failed: {}\n{}",
            path.display(),
            ran.status,
            String::from_utf8_lossy(&ran.stderr).trim_end()
        );
    }
    String::from_utf8(ran.stdout)
        .with_context(|| format!("{} prints what is no text", path.display()))
}

/// The first line in which two outputs are not the same, told; none when they are equal.
fn first_difference(python: &str, rust: &str) -> Option<String> {
    let (mut left, mut right) = (python.lines(), rust.lines());
    for number in 1.. {
        return match (left.next(), right.next()) {
            (None, None) => None,
            (a, b) if a == b => continue,
            (a, b) => {
                let shown = |line: Option<&str>| match line {
                    Some(line) => format!("`{line}`"),
                    None => "nothing more".to_owned(),
                };
                Some(format!(
                    "line {number} is {} in Python and {} in Rust",
                    shown(a),
                    shown(b)
                ))
            }
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn equal_outputs_do_not_differ() {
        assert_eq!(first_difference("a\nb\n", "a\nb"), None);
    }

    #[test]
    fn the_first_line_that_differs_is_told() {
        let told = first_difference("a\nb\nc\n", "a\nx\nc\n").unwrap();
        assert_eq!(told, "line 2 is `b` in Python and `x` in Rust");
    }

    #[test]
    fn an_output_that_ends_early_differs() {
        let told = first_difference("a\nb\n", "a\n").unwrap();
        assert_eq!(told, "line 2 is `b` in Python and nothing more in Rust");
    }
}
