//! A Python original beside the Rust that it became, and what in it corresponds to what.

use super::code::{Language, painted};
use super::paint::{beside, columns, wrapped};
use crate::exercise::Correspondence;
use colored::Colorize;

/// Two programs beside each other need this many columns.
const ENOUGH: usize = 120;
const GAP: usize = 3;

/// A program and what it is.
#[derive(Debug, Clone, Copy)]
pub struct Program<'a> {
    /// Above it.
    pub title: &'a str,
    /// Its text.
    pub code: &'a str,
}

/// The original of an exercise.
#[must_use]
pub fn python_original(code: &str) -> Program<'_> {
    Program {
        title: "The Python original",
        code,
    }
}

/// What the learner began with.
#[must_use]
pub fn starter(code: &str) -> Program<'_> {
    Program {
        title: "The exercise as it began",
        code,
    }
}

/// What the course would have answered.
#[must_use]
pub fn our_solution(code: &str) -> Program<'_> {
    Program {
        title: "Our solution",
        code,
    }
}

/// `python` and `rust` in lines of at most `width` columns, beside each other where there is room,
/// under the table of `pairs`.
#[must_use]
pub fn original(
    python: Program<'_>,
    rust: Program<'_>,
    pairs: &[Correspondence],
    width: usize,
) -> Vec<String> {
    let mut lines = table(pairs, width);
    if width < ENOUGH {
        lines.extend(titled(python, Language::Python, width));
        lines.push(String::new());
        lines.extend(titled(rust, Language::Rust, width));
        return lines;
    }
    let half = (width - GAP) / 2;
    let left = titled(python, Language::Python, half);
    let right = titled(rust, Language::Rust, half);
    lines.extend(beside(&left, &right, half, GAP));
    lines
}

/// A program under its title, every line within `width` columns.
#[must_use]
pub fn titled(program: Program<'_>, language: Language, width: usize) -> Vec<String> {
    let rule = "-".repeat(width.min(columns(program.title)));
    let mut lines = vec![program.title.bold().to_string(), rule.dimmed().to_string()];
    lines.extend(painted(program.code.trim_end(), language, width));
    lines
}

/// What corresponds to what: both pieces, and the sentence about them below.
fn table(pairs: &[Correspondence], width: usize) -> Vec<String> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let of_widest = pairs.iter().map(|pair| columns(&pair.python)).max();
    let left = of_widest.unwrap_or(0).max("Python".len()) + 2;
    let mut lines = vec![format!("{:left$}{}", "Python", "Rust").bold().to_string()];
    for pair in pairs {
        let gap = " ".repeat(left - columns(&pair.python));
        if left + columns(&pair.rust) <= width {
            lines.push(format!("{}{gap}{}", pair.python.cyan(), pair.rust.yellow()));
        } else {
            lines.push(pair.python.cyan().to_string());
            lines.push(format!("  {}", pair.rust.yellow()));
        }
        lines.extend(wrapped(&pair.meaning, "    ", width));
    }
    lines.push(String::new());
    lines
}

#[cfg(test)]
mod tests {
    use super::{original, python_original, starter};
    use crate::exercise::Correspondence;
    use crate::screen::paint::{columns, plain};

    fn shown(width: usize) -> Vec<String> {
        let pair = Correspondence {
            python: "asyncio.gather(".into(),
            rust: "tokio::join!(".into(),
            meaning: "Both wait for all of them at the same time.".into(),
        };
        let python = python_original("import asyncio\n\nasync def main(): ...\n");
        let rust = starter("//! # A title\n\nasync fn main() {}\n");
        let lines = original(python, rust, &[pair], width);
        assert!(
            lines.iter().all(|line| columns(line) <= width),
            "{lines:#?}"
        );
        lines.iter().map(|line| plain(line)).collect()
    }

    #[test]
    fn the_table_stands_above_both_programs() {
        let lines = shown(60);
        assert_eq!(lines[0], "Python           Rust");
        assert_eq!(lines[1], "asyncio.gather(  tokio::join!(");
        assert_eq!(lines[2], "    Both wait for all of them at the same time.");
    }

    #[test]
    fn they_are_beside_each_other_where_there_is_room() {
        let wide = shown(120);
        assert!(wide[4].starts_with("The Python original"));
        assert!(wide[4].ends_with("The exercise as it began"));
        assert!(wide[6].starts_with("import asyncio ") && wide[6].ends_with("//! # A title"));
        let narrow = shown(119);
        let row = |text: &str| narrow.iter().position(|line| line == text);
        assert!(row("import asyncio") < row("//! # A title"));
    }

    #[test]
    fn a_narrow_screen_folds_instead_of_cutting() {
        let lines = shown(28).join("\n");
        assert!(
            lines.contains("asyncio.gather(\n  tokio::join!("),
            "{lines}"
        );
    }
}
