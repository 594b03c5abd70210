//! Lines into rows of a screen: folded, cut, and with what was searched for in them.
//!
//! A line may hold colours and links. They take no columns, and what was begun in one row goes on in the
//! next, because any row may be the first that is shown.

use super::is_coloured;
use super::marks::{marks, spelled};
use super::paint::{columns, plain};
use super::palette::{FOUND, PLAIN};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// The folded lines of a page, and where each begins.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The rows, none wider than asked.
    pub rows: Vec<String>,
    /// The first row of each line.
    pub begins: Vec<usize>,
}

impl Rows {
    /// `lines` in rows of at most `width` columns.
    #[must_use]
    pub fn of(lines: &[String], width: usize) -> Self {
        let mut all = Self::default();
        for line in lines {
            all.begins.push(all.rows.len());
            all.rows.extend(folded(line, width));
        }
        all
    }

    /// The rows of some of the lines.
    #[must_use]
    pub fn of_lines(&self, lines: &Range<usize>) -> Range<usize> {
        let row = |line: usize| self.begins.get(line).copied().unwrap_or(self.rows.len());
        row(lines.start)..row(lines.end)
    }

    /// The line that `row` is part of.
    #[must_use]
    pub fn line_at(&self, row: usize) -> usize {
        self.begins
            .partition_point(|&begin| begin <= row)
            .saturating_sub(1)
    }
}

/// A part of a line: a letter, or what changes how letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Letter(char),
    /// A colour, or its end.
    Style(&'a str),
    /// A link, or its end.
    Link(&'a str),
}

/// The parts of `line`. What would move the cursor is none.
fn parts(line: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let length = match sequence(rest) {
            Some(length) => {
                let (whole, _) = rest.split_at(length);
                if whole.starts_with("\x1b[") && whole.ends_with('m') {
                    parts.push(Part::Style(whole));
                } else if whole.starts_with("\x1b]8;") {
                    parts.push(Part::Link(whole));
                }
                length
            }
            None => {
                if !letter.is_control() {
                    parts.push(Part::Letter(letter));
                }
                letter.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    parts
}

/// The length of the control sequence that `text` begins with.
fn sequence(text: &str) -> Option<usize> {
    let after = text.strip_prefix('\x1b')?;
    let end = match after.chars().next()? {
        '[' => after[1..]
            .find(|c: char| ('\x40'..='\x7e').contains(&c))
            .map(|at| at + 3),
        ']' => {
            let bell = after.find('\x07').map(|at| at + 2);
            let string_end = after.find("\x1b\\").map(|at| at + 3);
            bell.into_iter().chain(string_end).min()
        }
        other => Some(1 + other.len_utf8()),
    };
    Some(end.unwrap_or(text.len()))
}

/// How many columns a letter takes. A sign that makes the one before it an emoji widens that one.
fn width_of(letter: char) -> usize {
    match letter {
        '\u{fe0f}' => 1,
        letter => letter.width().unwrap_or(0),
    }
}

/// What is begun in a row and has to be ended in it, and begun anew in the next.
#[derive(Default)]
struct Open<'a> {
    styles: Vec<&'a str>,
    link: Option<&'a str>,
}

impl<'a> Open<'a> {
    fn take(&mut self, part: Part<'a>) {
        match part {
            Part::Letter(_) => {}
            Part::Style("\x1b[0m" | "\x1b[m") => self.styles.clear(),
            Part::Style(style) => self.styles.push(style),
            Part::Link("\x1b]8;;\x1b\\" | "\x1b]8;;\x07") => self.link = None,
            Part::Link(link) => self.link = Some(link),
        }
    }

    fn begin(&self) -> String {
        self.styles.concat() + self.link.unwrap_or_default()
    }

    fn end(&self) -> &'static str {
        match (self.styles.is_empty(), self.link) {
            (true, None) => "",
            (false, None) => PLAIN,
            (true, Some(_)) => "\x1b]8;;\x1b\\",
            (false, Some(_)) => "\x1b]8;;\x1b\\\x1b[0m",
        }
    }
}

/// `line` in rows of at most `width` columns, broken between words where there are some. What goes on
/// below begins where the text began.
#[must_use]
pub fn folded(line: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let line = spelled(line).replace('\t', "    ");
    if columns(&line) <= width && !line.contains('\u{fe0f}') {
        return vec![line];
    }
    let parts = parts(&line);
    let letters: Vec<char> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Letter(letter) => Some(*letter),
            _ => None,
        })
        .collect();
    let indent = margin(&letters).min(width / 2);
    let pieces = pieces(&letters, width, indent);
    let mut rows = Vec::with_capacity(pieces.len());
    let mut open = Open::default();
    let mut at = 0;
    let mut rest = parts.into_iter().peekable();
    for (number, piece) in pieces.iter().enumerate() {
        let mut row = if number == 0 {
            String::new()
        } else {
            " ".repeat(indent)
        };
        row.push_str(&open.begin());
        while let Some(part) =
            rest.next_if(|part| at < piece.end || !matches!(part, Part::Letter(_)))
        {
            match part {
                Part::Letter(letter) => {
                    if at >= piece.start && width_of(letter) <= width {
                        row.push(letter);
                    }
                    at += 1;
                }
                Part::Style(text) | Part::Link(text) => row.push_str(text),
            }
            open.take(part);
        }
        row.push_str(open.end());
        rows.push(row);
    }
    rows
}

/// Where what goes on below begins: behind the compiler's line numbers, else under the text.
fn margin(letters: &[char]) -> usize {
    let spaces = |letters: &[char]| letters.iter().take_while(|letter| **letter == ' ').count();
    let before = letters
        .iter()
        .take_while(|letter| letter.is_ascii_digit() || **letter == ' ')
        .count();
    match letters.get(before) {
        Some('|' | '│') if before > 0 => before + 1 + spaces(&letters[before + 1..]),
        Some('=') if before > 0 => before + 2,
        _ => spaces(letters),
    }
}

/// Which letters stand in which row.
fn pieces(letters: &[char], width: usize, indent: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < letters.len() {
        let room = if pieces.is_empty() {
            width
        } else {
            width - indent
        };
        let mut taken = 0;
        let fits = letters[start..].iter().take_while(|letter| {
            taken += width_of(**letter);
            taken <= room
        });
        let limit = start + fits.count();
        if limit == letters.len() {
            pieces.push(start..limit);
            break;
        }
        // A letter that is wider than the screen has a row of its own, and is not shown.
        let limit = limit.max(start + 1);
        // A space that has no room is not missed.
        let space = letters[start..=limit]
            .iter()
            .rposition(|letter| *letter == ' ');
        let words_begin = letters[start..].iter().position(|letter| *letter != ' ');
        let end = match space {
            Some(space)
                if words_begin.is_some_and(|begin| begin < space) && space * 3 > limit - start =>
            {
                start + space
            }
            _ => limit,
        };
        pieces.push(start..end);
        start = end;
        while letters.get(start) == Some(&' ') {
            start += 1;
        }
    }
    if pieces.is_empty() {
        pieces.push(0..0);
    }
    pieces
}

/// The beginning of `line` in at most `width` columns; that something is missing is seen.
#[must_use]
pub fn cut(line: &str, width: usize) -> String {
    if columns(line) <= width {
        return line.to_owned();
    }
    let more = if width > 3 { marks().more } else { "" };
    let room = width - columns(more);
    let (mut row, mut taken, mut open) = (String::new(), 0, Open::default());
    for part in parts(line) {
        match part {
            Part::Letter(letter) => {
                taken += width_of(letter);
                if taken > room {
                    break;
                }
                row.push(letter);
            }
            Part::Style(text) | Part::Link(text) => row.push_str(text),
        }
        open.take(part);
    }
    row.push_str(more);
    row.push_str(open.end());
    row
}

/// Whether `line` says `wanted`, which is in small letters, in any case and colour.
#[must_use]
pub fn says(line: &str, wanted: &str) -> bool {
    !wanted.is_empty() && plain(line).to_lowercase().contains(wanted)
}

/// `row` with each place that says `wanted`, which is in small letters, made visible.
#[must_use]
pub fn highlighted(row: &str, wanted: &str) -> String {
    if !is_coloured() || !says(row, wanted) {
        return row.to_owned();
    }
    let parts = parts(row);
    let small = |part: &Part<'_>| match part {
        Part::Letter(letter) => letter.to_lowercase().next(),
        _ => None,
    };
    let letters: Vec<char> = parts.iter().filter_map(small).collect();
    let wanted: Vec<char> = wanted.chars().collect();
    let is_found = |at: usize| letters[at..].starts_with(&wanted);
    let (mut shown, mut at, mut left) = (String::new(), 0, 0);
    for part in parts {
        match part {
            Part::Letter(letter) => {
                if left == 0 && is_found(at) {
                    shown.push_str(FOUND.0);
                    left = wanted.len();
                }
                shown.push(letter);
                at += 1;
                if left > 0 {
                    left -= 1;
                    if left == 0 {
                        shown.push_str(FOUND.1);
                    }
                }
            }
            Part::Style(text) => {
                shown.push_str(text);
                if left > 0 {
                    shown.push_str(FOUND.0);
                }
            }
            Part::Link(text) => shown.push_str(text),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Rows, cut, folded, says};
    use crate::screen::paint::{columns, plain};

    #[test]
    fn a_line_is_folded_between_words_under_its_own_beginning() {
        let expected = ["  one two", "  three"];
        assert_eq!(folded("  one two three", 9), expected);
        assert_eq!(
            folded("12 |   let first = second;", 20),
            ["12 |   let first =", "       second;"]
        );
        assert_eq!(folded("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(folded("", 3), [""]);
    }

    #[test]
    fn a_colour_and_a_link_go_on_in_the_next_row_and_end_in_each() {
        let line = "\x1b[31mred words\x1b[0m \x1b]8;;file:///a\x1b\\far away\x1b]8;;\x1b\\";
        let rows = folded(line, 5);
        let expected = [
            "\x1b[31mred\x1b[0m",
            "\x1b[31mwords\x1b[0m",
            "\x1b]8;;file:///a\x1b\\far\x1b]8;;\x1b\\",
            "\x1b]8;;file:///a\x1b\\away\x1b]8;;\x1b\\",
        ];
        let plainly: Vec<String> = rows.iter().map(|row| plain(row)).collect();
        assert_eq!(plainly, ["red", "words", "far", "away"]);
        for (row, wanted) in rows.iter().zip(expected) {
            assert!(row.ends_with(&wanted[wanted.len() - 4..]), "{row:?}");
        }
    }

    #[test]
    fn no_row_is_too_wide_and_no_letter_is_lost_whatever_the_width() {
        let line = "日本 e\u{301} ❤\u{fe0f} 👩\u{200d}👩 \x1b[1mabc\x1b[0mdefgh │ x";
        for width in 2..40 {
            let rows = folded(line, width);
            assert!(
                rows.iter().all(|row| columns(row) <= width),
                "{width}: {rows:#?}"
            );
            let letters = |text: &str| plain(text).replace(' ', "");
            assert_eq!(letters(&rows.concat()), letters(line), "{width}");
        }
        assert!(folded(line, 1).iter().all(|row| columns(row) <= 1));
    }

    #[test]
    fn what_is_cut_off_is_missed() {
        assert_eq!(cut("12345", 5), "12345");
        assert_eq!(plain(&cut("\x1b[1m123456\x1b[0m", 5)).len(), "1234…".len());
        assert_eq!(cut("12345", 2), "12");
        assert_eq!(cut("12345", 0), "");
    }

    #[test]
    fn rows_know_their_lines() {
        let rows = Rows::of(&["one two".into(), "three".into()], 4);
        assert_eq!(rows.begins, [0, 2]);
        assert_eq!(rows.of_lines(&(1..2)), 2..4);
        assert_eq!(rows.line_at(1), 0);
        assert_eq!(rows.line_at(3), 1);
    }

    #[test]
    fn a_search_looks_through_colours_and_knows_no_case() {
        assert!(says("\x1b[1mThe\x1b[0m End", "the end"));
        assert!(!says("The", ""));
    }
}
