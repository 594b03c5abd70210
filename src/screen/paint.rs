//! Words into lines: wrapped, indented, coloured.

use super::is_coloured;
use super::marks::spelled;
use super::palette::recoloured;
use std::borrow::Cow;
use std::path::Path;
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

/// Sentences are easier to read when they are not as wide as the screen.
const COMFORTABLE: usize = 92;

/// The paragraphs of `text`, a line each: an author breaks lines where it suits the source, a screen
/// where it suits the reader. Empty lines, items of a list and indented code stay as they are.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    const CODE: &str = "    ";
    let mut paragraphs: Vec<String> = Vec::new();
    for line in text.lines() {
        let item = line.starts_with(['-', '*'])
            || line
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with(". ");
        let goes_on = !line.trim().is_empty() && !line.starts_with(CODE) && !item;
        match paragraphs.last_mut() {
            Some(last) if goes_on && !last.is_empty() && !last.starts_with(CODE) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => paragraphs.push(line.trim_end().to_owned()),
        }
    }
    paragraphs
}

/// `text` in lines of at most `width` columns, each after `indent`.
#[must_use]
pub fn wrapped(text: &str, indent: &str, width: usize) -> Vec<String> {
    hanging(text, indent, indent, width)
}

/// `text` in lines of at most `width` columns: the first after `first`, the others after
/// `others`.
#[must_use]
pub fn hanging(text: &str, first: &str, others: &str, width: usize) -> Vec<String> {
    let options = Options::new(width.min(COMFORTABLE))
        .initial_indent(first)
        .subsequent_indent(others);
    let mut lines = Vec::new();
    for paragraph in paragraphs(&spelled(text)) {
        lines.extend(
            textwrap::wrap(&paragraph, &options)
                .into_iter()
                .map(Cow::into_owned),
        );
    }
    lines
}

/// `text` without what would move the cursor or change colours: for what a learner's program
/// printed, and for screens without colours.
#[must_use]
pub fn plain(text: &str) -> String {
    let stripped = anstream::adapter::strip_str(text).to_string();
    let printable = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = stripped.chars().filter(printable).collect();
    match spelled(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(spelled) => spelled,
    }
}

/// What the compiler drew, in colours that can be read, or without any.
#[must_use]
pub fn drawn(text: &str) -> String {
    if is_coloured() {
        spelled(&recoloured(text)).into_owned()
    } else {
        plain(text)
    }
}

/// How many columns `line` takes, whatever its colours.
#[must_use]
pub fn columns(line: &str) -> usize {
    anstream::adapter::strip_str(line).to_string().width()
}

/// `left` and `right` beside each other, `left` in `half` columns, `gap` columns apart.
#[must_use]
pub fn beside(left: &[String], right: &[String], half: usize, gap: usize) -> Vec<String> {
    let empty = String::new();
    (0..left.len().max(right.len()))
        .map(|row| {
            let one = left.get(row).unwrap_or(&empty);
            let other = right.get(row).unwrap_or(&empty);
            let gap = half.saturating_sub(columns(one)) + gap;
            format!("{one}{}{other}", " ".repeat(gap))
                .trim_end()
                .to_owned()
        })
        .collect()
}

/// How many rows `line` takes on a screen of `width` columns.
#[must_use]
pub fn rows(line: &str, width: usize) -> usize {
    columns(line).div_ceil(width.max(1)).max(1)
}

/// `shown` as a link to `file`, where the terminal can follow one.
#[must_use]
pub fn link(shown: &str, file: &Path) -> String {
    // The console of a Linux machine without a desktop would show the address.
    let follows = std::env::var_os("TERM").is_none_or(|term| term != "linux");
    if !is_coloured() || !follows {
        return shown.to_owned();
    }
    let address: String = file
        .to_string_lossy()
        .bytes()
        .map(|byte| match byte {
            b'/' | b'.' | b'_' | b'-' | b'~' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("\x1b]8;;file://{address}\x1b\\{shown}\x1b]8;;\x1b\\")
}

#[cfg(test)]
mod tests {
    use super::{columns, hanging, paragraphs, plain, rows};

    #[test]
    fn lines_of_a_paragraph_are_one_and_lists_and_code_stay() {
        let text = "one\ntwo\n\n1. three\n   four\n2. five\n\n    code\n    more";
        let expected = [
            "one two",
            "",
            "1. three four",
            "2. five",
            "",
            "    code",
            "    more",
        ];
        assert_eq!(paragraphs(text), expected);
    }

    #[test]
    fn sentences_are_wrapped_behind_their_indents() {
        assert_eq!(
            hanging("one two three", "- ", "  ", 9),
            ["- one two", "  three"]
        );
    }

    #[test]
    fn escape_codes_of_a_program_do_not_reach_the_terminal() {
        assert_eq!(plain("\x1b[31mred\x1b[0m\x07 a\tb\n"), "red a\tb\n");
    }

    #[test]
    fn colours_and_wide_letters_are_measured_right() {
        assert_eq!(columns("\x1b[1m日本\x1b[0m"), 4);
        assert_eq!(rows("12345", 2), 3);
        assert_eq!(rows("", 80), 1);
    }
}
