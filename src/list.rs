//! The door `list`: every exercise, and whether it is done.

use crate::attempt::choice::next;
use crate::attempt::notes::Notes;
use crate::course::Course;
use crate::exit_code::Exit;
use crate::screen::bar::bar;
use crate::screen::marks::marks;
use crate::screen::paint::link;
use crate::screen::palette::Ink;
use crate::screen::width;
use anyhow::Result;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Line<'a> {
    exercise: &'a str,
    chapter: &'a str,
    path: String,
    done: bool,
    current: bool,
    concepts: &'a [String],
    carries: &'a [String],
}

/// Prints the list.
///
/// # Errors
/// When progress cannot be read.
pub fn list(course: &Course, json: bool) -> Result<Exit> {
    let progress = Notes::of(course)?.progress;
    let current = progress
        .current
        .as_deref()
        .and_then(|name| course.exercise(name))
        .unwrap_or_else(|| next(course, &progress));
    let mut out = std::io::stdout().lock();
    let mut done = 0;
    for exercise in &course.exercises {
        let line = Line {
            exercise: &exercise.name,
            chapter: exercise.chapter(),
            path: exercise.path().display().to_string(),
            done: progress.has(exercise),
            current: exercise.name == current.name,
            concepts: &exercise.concepts,
            carries: &exercise.carries,
        };
        done += usize::from(line.done);
        if json {
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
            continue;
        }
        let mark = if line.done {
            marks().tick.good()
        } else {
            marks().dot.faint()
        };
        let here = if line.current {
            ">".strong()
        } else {
            " ".to_owned()
        };
        let path = link(&line.path, &course.root.join(&line.path));
        writeln!(out, "{here} {mark} {:<16} {}", line.exercise, path.faint())?;
    }
    if !json {
        writeln!(out, "\n{}", bar(done, course.exercises.len(), width()))?;
    }
    Ok(Exit::Passed)
}
