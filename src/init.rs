//! The door `init`: a folder to learn in, from the program alone.

use crate::course::Course;
use crate::exit_code::{Exit, WrongUsage};
use anyhow::{Context, Result, anyhow};
use std::borrow::Cow;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const README: &str = include_str!("init/README.md");

/// The folder that is made when nobody names one.
pub const DEFAULT: &str = "asynclings";

/// Makes the folder `dir`, which may be there if it is empty, but for what git keeps. In a copy of a
/// learner's folder that lacks something, that is laid out, and nothing else is touched.
///
/// # Errors
/// When something else is in it already, or it cannot be written.
pub fn init(dir: &Path) -> Result<Exit> {
    let here = Path::new(".");
    let nobody_named_it = dir == Path::new(DEFAULT) && !dir.exists();
    if Course::at(dir)?.is_some() {
        return Err(is_one_already(dir));
    }
    if nobody_named_it && Course::find(here).is_ok() {
        return Err(is_one_already(here));
    }
    let course = Course::embedded_in(dir)?;
    let files = course
        .exercises
        .iter()
        .map(|exercise| dir.join(exercise.path()));
    let there = files.filter(|file| file.symlink_metadata().is_ok()).count();
    if there == 0 && !is_free(dir) {
        let shown = dir.display();
        return Err(anyhow!(WrongUsage(format!(
            "{shown} is there already and not empty\n\
             To start somewhere else: asynclings init OTHER"
        ))));
    }
    for (name, text) in [
        ("Cargo.toml", &*editor_manifest(&course)?),
        ("README.md", README),
        (".gitignore", "/target\n"),
    ] {
        write_if_missing(&dir.join(name), text)?;
    }
    course.make_state_dir()?;
    course.bring_up_to_date()?;
    let (all, begin) = (course.exercises.len(), begin(dir));
    match there {
        0 => println!(
            "{all} exercises are in {}. To begin:\n\n    {begin}\n",
            place(dir)
        ),
        _ => println!(
            "{} is a course again: {there} of its {all} exercises were there and are as they were. \
             To go on:\n\n    {begin}\n",
            place(dir)
        ),
    }
    Ok(Exit::Passed)
}

fn is_one_already(dir: &Path) -> anyhow::Error {
    anyhow!(WrongUsage(format!(
        "{} is a course already\n\
         To go on learning in it: {}\n\
         To start another one: asynclings init OTHER",
        place(dir),
        begin(dir)
    )))
}

/// Whether nothing is in `dir` that could be anybody's.
fn is_free(dir: &Path) -> bool {
    match dir.read_dir() {
        Ok(entries) => entries.flatten().all(|entry| entry.file_name() == ".git"),
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

fn place(dir: &Path) -> String {
    match dir == Path::new(".") {
        true => "this folder".to_owned(),
        false => dir.display().to_string(),
    }
}

/// What to type to learn in `dir`.
fn begin(dir: &Path) -> String {
    match dir == Path::new(".") {
        true => "asynclings".to_owned(),
        false => format!("cd {} && asynclings", in_a_shell(dir)),
    }
}

/// `dir` as a shell takes it for one word, and `cd` for no option.
fn in_a_shell(dir: &Path) -> String {
    let text = dir.display().to_string();
    let text = match text.starts_with('-') {
        true => format!("./{text}"),
        false => text,
    };
    shlex::try_quote(&text).map_or_else(|_| text.clone(), Cow::into_owned)
}

fn write_if_missing(path: &Path, text: &str) -> Result<()> {
    if path.symlink_metadata().is_ok() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)
            .with_context(|| format!("{} cannot be made", parent.display()))?;
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// The Cargo.toml of the exercises, from one folder up, and no part of what lies around it.
fn editor_manifest(course: &Course) -> Result<String> {
    let manifest = course.manifest()?;
    let moved = manifest.replace("path = \"", "path = \"exercises/");
    Ok(format!("{moved}\n[workspace]\n"))
}
