//! `dev mistake`: a mistake as a whole file, for its author to edit.

use crate::author::mistake::Mistake;
use crate::author::update::mistakes::{Kept, keep};
use crate::author::{must_be_own, named};
use crate::course::Course;
use crate::exit_code::{Exit, WrongUsage};
use anyhow::{Context, Result, anyhow};
use std::env;
use std::fs;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::Path;
use std::process::Command;

/// Lays out the mistake `slug` of the exercise `name` beside its difference. At a terminal the author's
/// editor opens it, and what it leaves becomes the difference.
///
/// # Errors
/// When there is no such exercise, `slug` is no name of a file, or the course cannot be written.
pub fn edit(course: &Course, name: &str, slug: &str) -> Result<Exit> {
    must_be_own(course, "edit")?;
    if slug.is_empty() || !slug.chars().all(|c| c.is_alphanumeric() || c == '_') {
        let what = "is no name of a mistake: use letters, digits and `_`, as in `one_by_one`";
        return Err(anyhow!(WrongUsage(format!("`{slug}` {what}"))));
    }
    let exercise = named(course, &[name.to_owned()])?[0];
    let mistake = Mistake::new(exercise, slug);
    let path = mistake.whole();
    if !mistake.is_whole(course) {
        let is_new = !course.root.join(mistake.difference()).exists();
        let program = if is_new {
            mistake.begun(course)
        } else {
            mistake.program(course)
        };
        let text = match program {
            Ok(program) => program.text(),
            Err(problem) => {
                println!("✗ {problem}");
                println!("Edit the difference, or write {} yourself.", path.display());
                return Ok(Exit::NotPassed);
            }
        };
        lay_out(&course.root.join(&path), &text)?;
        if is_new {
            println!("A new mistake of {name}; it begins as the solution.");
        }
    }
    let Some(editor) = editor() else {
        println!("{}", path.display());
        println!(
            "Edit it. It counts while it is there; `asynclings dev update` makes it a difference."
        );
        return Ok(Exit::Passed);
    };
    // The shell splits the variable's words, as git and others do.
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "sh"])
        .arg(course.root.join(&path))
        .status();
    if !status.is_ok_and(|status| status.success()) {
        println!(
            "`{editor}` did not work; {} stays as it is.",
            path.display()
        );
        return Ok(Exit::NotPassed);
    }
    match keep(course, &mistake)? {
        Ok(Kept::Written(said)) => println!("{said}"),
        Ok(Kept::AsItWas) => {}
        Err(problem) => {
            println!("✗ {problem}");
            println!("{} stays as it is.", path.display());
            return Ok(Exit::NotPassed);
        }
    }
    Ok(Exit::Passed)
}

fn lay_out(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// The author's editor, where there is a terminal for it.
fn editor() -> Option<String> {
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return None;
    }
    ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find(|editor| !editor.trim().is_empty())
}
