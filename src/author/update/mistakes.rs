//! The mistakes, as differences from the answers as they are now.

use crate::author::mistake::{Mistake, Problem};
use crate::course::Course;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// What became of one mistake.
pub(in crate::author) enum Kept {
    /// It was so already.
    AsItWas,
    /// It was written; this is said of it.
    Written(String),
}

/// Makes differences of the mistakes that are whole files, and writes the others anew where answers have
/// changed. One that cannot be is named and stays as it is. Returns whether there was none of those.
pub(super) fn update(course: &Course) -> Result<bool> {
    let (mut same, mut problems) = (0, 0);
    for exercise in &course.exercises {
        for mistake in Mistake::all(course, exercise)? {
            match keep(course, &mistake)? {
                Ok(Kept::AsItWas) => same += 1,
                Ok(Kept::Written(said)) => println!("{said}"),
                Err(problem) => {
                    problems += 1;
                    println!("✗ {problem}");
                }
            }
        }
    }
    if same > 0 {
        println!("mistakes up to date: {same}");
    }
    if problems > 0 {
        println!("mistakes left as they are: {problems}");
    }
    Ok(problems == 0)
}

/// Makes `mistake` a difference from an answer as that is now.
pub(in crate::author) fn keep(
    course: &Course,
    mistake: &Mistake<'_>,
) -> Result<Result<Kept, Problem>> {
    if mistake.is_whole(course) {
        fold(course, mistake)
    } else {
        carry(course, mistake)
    }
}

/// Makes a difference of a whole file, and removes it when it can be had back from that.
fn fold(course: &Course, mistake: &Mistake<'_>) -> Result<Result<Kept, Problem>> {
    let folded = mistake.program(course).and_then(|program| {
        let difference = mistake.shortest(course, &program)?;
        mistake.must_give_back(course, &difference, &program)?;
        Ok((program, difference))
    });
    let (program, difference) = match folded {
        Ok(folded) => folded,
        Err(problem) => return Ok(Err(problem)),
    };
    write(course, &mistake.difference(), &difference)?;
    let whole = course.root.join(mistake.whole());
    fs::remove_file(&whole).with_context(|| format!("{} cannot be removed", whole.display()))?;
    Ok(Ok(Kept::Written(format!(
        "{} written, of {} lines instead of {}",
        mistake.difference().display(),
        difference.lines().count(),
        program.text().lines().count()
    ))))
}

/// Writes a difference anew.
fn carry(course: &Course, mistake: &Mistake<'_>) -> Result<Result<Kept, Problem>> {
    let path = mistake.difference();
    let applied = match mistake.carry(course) {
        Ok(applied) => applied,
        Err(problem) => return Ok(Err(problem)),
    };
    if fs::read_to_string(course.root.join(&path)).is_ok_and(|there| there == applied.rewritten) {
        return Ok(Ok(Kept::AsItWas));
    }
    write(course, &path, &applied.rewritten)?;
    let mut said = format!("{} written", path.display());
    if !applied.loose.is_empty() {
        let lines: Vec<String> = applied.loose.iter().map(usize::to_string).collect();
        said.push_str(&format!(
            ": the code around the hunk at the line {} had changed; see that it still means the same",
            lines.join(" and ")
        ));
    }
    Ok(Ok(Kept::Written(said)))
}

fn write(course: &Course, path: &Path, text: &str) -> Result<()> {
    let full = course.root.join(path);
    fs::write(&full, text).with_context(|| format!("{} cannot be written", full.display()))
}
