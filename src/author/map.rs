//! docs/from-python.md: all that corresponds to something in a Python original, on one page.

use crate::course::Course;
use crate::exercise::Exercise;
use anyhow::Result;
use std::collections::BTreeMap;

const HEAD: &str = "\
# From Python to Rust

For whoever knows asyncio, or generators, curio and trio: what stands in the Python originals of this
course, and what does the same in the Rust of its solutions. Each line is taken from an exercise; the
program that it comes from is named beside it, and `asynclings show NAME` puts both next to each other.

<!-- Written by `asynclings dev update` from info.toml; do not edit. -->
";

/// The page, from what info.toml says.
///
/// # Errors
/// When the course cannot be read.
pub fn page(course: &Course) -> Result<String> {
    let mut page = HEAD.to_owned();
    page.push_str(&ideas(course));
    let mut chapter = "";
    for exercise in &course.exercises {
        if exercise.corresponds.is_empty() {
            continue;
        }
        if exercise.chapter() != chapter {
            chapter = exercise.chapter();
            page.push_str(&format!("\n## {chapter}\n"));
        }
        page.push_str(&table(course, exercise));
    }
    Ok(page)
}

/// Which exercises carry which idea of the tutorial.
fn ideas(course: &Course) -> String {
    let mut carried: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for exercise in &course.exercises {
        for idea in &exercise.carries {
            carried.entry(idea).or_default().push(&exercise.name);
        }
    }
    let mut text =
        String::from("\n## Ideas, and where they are\n\n| idea | exercises |\n|---|---|\n");
    for (idea, exercises) in carried {
        text.push_str(&format!("| {} | {} |\n", cell(idea), exercises.join(", ")));
    }
    text
}

fn table(course: &Course, exercise: &Exercise) -> String {
    let key = exercise.key();
    let mut text = format!(
        "\n### {}: {}\n\n\
         [Python](../python/{key}.py), [Rust](../starters/{key}.rs)\n\n\
         | Python | Rust | |\n|---|---|---|\n",
        exercise.name,
        course.title(exercise)
    );
    for pair in &exercise.corresponds {
        text.push_str(&format!(
            "| {} | {} | {} |\n",
            code(&pair.python),
            code(&pair.rust),
            cell(&pair.meaning)
        ));
    }
    text
}

/// Code in a table: what Markdown would take for its own is kept from it.
fn code(piece: &str) -> String {
    format!("`{}`", cell(piece))
}

fn cell(text: &str) -> String {
    let one_line: Vec<&str> = text.split_whitespace().collect();
    one_line.join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::{cell, code};

    #[test]
    fn a_bar_in_a_cell_does_not_end_it() {
        assert_eq!(cell("a | b\n  c"), "a \\| b c");
        assert_eq!(code("|x| x"), "`\\|x\\| x`");
    }
}
