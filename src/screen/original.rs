//! A Python original beside the Rust that it became, and what in it corresponds to what.

use super::code::{Language, painted};
use super::marks::spelled;
use super::paint::{beside, columns, wrapped};
use super::palette::Ink;
use super::rows::folded;
use crate::exercise::Correspondence;

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

/// What the learner's own file says.
#[must_use]
pub fn your_solution(code: &str) -> Program<'_> {
    Program {
        title: "Your solution",
        code,
    }
}

/// `python` and `rust` in lines of at most `width` columns, beside each other where there is room,
/// under the table of `pairs`. The pieces of Rust are pieces of our solution: they are left out until the
/// exercise `has_passed`.
#[must_use]
pub fn original(
    python: Program<'_>,
    rust: Program<'_>,
    pairs: &[Correspondence],
    has_passed: bool,
    width: usize,
) -> Vec<String> {
    let mut lines = table(pairs, has_passed, width);
    lines.extend(both(
        (python, Language::Python),
        (rust, Language::Rust),
        width,
    ));
    lines
}

/// Two programs in Rust in lines of at most `width` columns, beside each other where there is room.
#[must_use]
pub fn compared(one: Program<'_>, other: Program<'_>, width: usize) -> Vec<String> {
    both((one, Language::Rust), (other, Language::Rust), width)
}

fn both(one: (Program<'_>, Language), other: (Program<'_>, Language), width: usize) -> Vec<String> {
    if width < ENOUGH {
        let mut lines = titled(one.0, one.1, width);
        lines.push(String::new());
        lines.extend(titled(other.0, other.1, width));
        return lines;
    }
    let half = (width - GAP) / 2;
    let left = titled(one.0, one.1, half);
    let right = titled(other.0, other.1, half);
    beside(&left, &right, half, GAP)
}

/// A program under its title, every line within `width` columns.
#[must_use]
pub fn titled(program: Program<'_>, language: Language, width: usize) -> Vec<String> {
    let rule = "-".repeat(width.min(columns(program.title)));
    let mut lines = vec![program.title.strong(), rule.faint()];
    lines.extend(painted(program.code.trim_end(), language, width));
    lines
}

/// What corresponds to what: both pieces, and the sentence about them below. Before a pass only the pieces
/// of Python: the others are the answer, and the sentences speak of it.
fn table(pairs: &[Correspondence], has_passed: bool, width: usize) -> Vec<String> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let of_widest = pairs.iter().map(|pair| columns(&pair.python)).max();
    let left = of_widest.unwrap_or(0).max("Python".len()) + 2;
    let mut lines = vec![format!("{:left$}{}", "Python", "Rust").strong()];
    for pair in pairs {
        let gap = " ".repeat(left - columns(&pair.python));
        let rust = if has_passed {
            spelled(&pair.rust).label()
        } else {
            "shown after your pass".faint()
        };
        if left + columns(&rust) <= width {
            lines.push(format!("{}{gap}{rust}", pair.python));
        } else {
            lines.extend(folded(&pair.python, width));
            lines.extend(folded(&format!("  {rust}"), width));
        }
        if has_passed {
            lines.extend(wrapped(&pair.meaning, "    ", width));
        }
    }
    lines.push(String::new());
    lines
}

#[cfg(test)]
mod tests {
    use super::{compared, original, our_solution, python_original, starter, your_solution};
    use crate::exercise::Correspondence;
    use crate::screen::paint::{columns, plain};

    fn shown(width: usize) -> Vec<String> {
        shown_to(true, width)
    }

    fn shown_to(has_passed: bool, width: usize) -> Vec<String> {
        let pair = Correspondence {
            python: "asyncio.gather(".into(),
            rust: "tokio::join!(".into(),
            meaning: "Both wait for all of them at the same time.".into(),
        };
        let python = python_original("import asyncio\n\nasync def main(): ...\n");
        let rust = starter("//! # A title\n\nasync fn main() {}\n");
        let lines = original(python, rust, &[pair], has_passed, width);
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
    fn before_a_pass_nothing_of_the_solution_is_shown() {
        for width in [28, 60, 120] {
            let shown = shown_to(false, width).join("\n");
            assert!(shown.contains("asyncio.gather("), "{shown}");
            assert!(shown.contains("shown after your pass"), "{shown}");
            assert!(!shown.contains("join!"), "{shown}");
            assert!(!shown.contains("Both wait"), "{shown}");
        }
    }

    #[test]
    fn both_solutions_are_beside_each_other_where_there_is_room() {
        let both = |width| -> Vec<String> {
            let lines = compared(your_solution("fn a() {}"), our_solution("fn b() {}"), width);
            lines.iter().map(|line| plain(line)).collect()
        };
        assert!(both(120)[2].starts_with("fn a() {} ") && both(120)[2].ends_with("fn b() {}"));
        let narrow = both(60);
        assert_eq!(narrow[2], "fn a() {}");
        assert_eq!(narrow.last().map(String::as_str), Some("fn b() {}"));
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
