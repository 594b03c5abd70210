//! The doors for authors of a course.

mod answers;
pub mod check;
pub mod edit;
pub mod map;
mod mistake;
pub mod new;
pub mod parity;
pub mod update;

use crate::course::Course;
use crate::exercise::Exercise;
use crate::exit_code::WrongUsage;
use anyhow::{Result, anyhow};

/// Fails unless the trees of `course` lie open, for an author `to` do something with them.
fn must_be_own(course: &Course, to: &str) -> Result<()> {
    if course.is_on_disk() {
        return Ok(());
    }
    Err(anyhow!(WrongUsage(format!(
        "this folder holds no course of its own to {to}"
    ))))
}

/// The exercises called `names`, or all of them when there are no names.
fn named<'a>(course: &'a Course, names: &[String]) -> Result<Vec<&'a Exercise>> {
    if names.is_empty() {
        return Ok(course.exercises.iter().collect());
    }
    let named = names.iter().map(|name| {
        let unknown = || anyhow!(WrongUsage(format!("there is no exercise `{name}`")));
        course.exercise(name).ok_or_else(unknown)
    });
    named.collect()
}
