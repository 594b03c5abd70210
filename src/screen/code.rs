//! Code in colours: comments, texts, keywords and numbers of Rust and Python.
//!
//! To read further than that is left to editors. It is a hundred lines here because the smallest
//! crate that does it would take a quarter of the time that the whole program takes to compile.

use super::marks::spelled;
use super::palette::Ink;
use std::collections::VecDeque;
use std::str::Chars;

/// What a program is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Rust, of any edition.
    Rust,
    /// Python 3.
    Python,
}

const RUST: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

const PYTHON: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Comment,
    Text,
    Keyword,
    Number,
}

/// A piece of code of one kind.
type Piece<'a> = (Kind, &'a str);

/// The lines of `code` in colours, folded so that none is wider than `width` columns.
#[must_use]
pub fn painted(code: &str, language: Language, width: usize) -> Vec<String> {
    lines(pieces(&spelled(code), language))
        .into_iter()
        .flat_map(|line| folded(line, width.max(1)))
        .map(|line| line.into_iter().map(coloured).collect())
        .collect()
}

fn coloured((kind, text): Piece<'_>) -> String {
    match kind {
        Kind::Plain => text.to_owned(),
        Kind::Comment => text.faint(),
        Kind::Text => text.good(),
        Kind::Keyword => text.keyword(),
        Kind::Number => text.label(),
    }
}

/// The pieces of `code`, which together are `code`.
fn pieces(code: &str, language: Language) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match language {
            Language::Rust => rust(rest),
            Language::Python => python(rest),
        }
        .unwrap_or_else(|| word(rest, first, language));
        let (piece, after) = rest.split_at(length);
        pieces.push((kind, piece));
        rest = after;
    }
    pieces
}

/// The comment or text of Rust that `rest` begins with, and its length in bytes.
fn rust(rest: &str) -> Option<(Kind, usize)> {
    if rest.starts_with("//") {
        return Some((Kind::Comment, line_length(rest)));
    }
    if rest.starts_with("/*") {
        return Some((Kind::Comment, until(rest, 2, "*/")));
    }
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            return Some((Kind::Text, until(rest, hashes + 2, &end)));
        }
    }
    match rest.chars().next()? {
        '"' => Some((Kind::Text, quoted(rest, '"'))),
        '\'' => {
            let mut after = rest[1..].chars();
            let is_letter = match after.next()? {
                '\\' => true,
                // A lifetime has no second quote.
                _ => after.next() == Some('\''),
            };
            is_letter.then(|| (Kind::Text, quoted(rest, '\'')))
        }
        _ => None,
    }
}

/// The comment or text of Python that `rest` begins with, and its length in bytes.
fn python(rest: &str) -> Option<(Kind, usize)> {
    for quotes in ["\"\"\"", "'''"] {
        if rest.starts_with(quotes) {
            return Some((Kind::Text, until(rest, 3, quotes)));
        }
    }
    match rest.chars().next()? {
        '#' => Some((Kind::Comment, line_length(rest))),
        quote @ ('"' | '\'') => Some((Kind::Text, quoted(rest, quote).min(line_length(rest)))),
        _ => None,
    }
}

/// The word, the number or the single sign that `rest` begins with.
fn word(rest: &str, first: char, language: Language) -> (Kind, usize) {
    let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
    if !is_in_word(first) {
        return (Kind::Plain, first.len_utf8());
    }
    let end = rest.find(|c| !is_in_word(c)).unwrap_or(rest.len());
    let keywords: &[&str] = match language {
        Language::Rust => &RUST,
        Language::Python => &PYTHON,
    };
    if first.is_ascii_digit() {
        let fraction = rest[end..].strip_prefix('.').unwrap_or_default();
        let digits = fraction.len() - fraction.trim_start_matches(is_in_word).len();
        let has_fraction = fraction.starts_with(|c: char| c.is_ascii_digit());
        let length = if has_fraction { end + 1 + digits } else { end };
        return (Kind::Number, length);
    }
    let kind = if keywords.contains(&&rest[..end]) {
        Kind::Keyword
    } else {
        Kind::Plain
    };
    (kind, end)
}

fn line_length(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// Up to and with `end`, which is looked for after `from` bytes.
fn until(rest: &str, from: usize, end: &str) -> usize {
    let after = rest.get(from..).and_then(|rest| rest.find(end));
    after.map_or(rest.len(), |at| from + at + end.len())
}

/// Up to and with the closing quote.
fn quoted(rest: &str, quote: char) -> usize {
    let mut chars: Chars<'_> = rest.chars();
    chars.next();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            break;
        }
    }
    rest.len() - chars.as_str().len()
}

/// The pieces of each line.
fn lines(pieces: Vec<Piece<'_>>) -> Vec<Vec<Piece<'_>>> {
    let mut lines = vec![Vec::new()];
    for (kind, text) in pieces {
        for (number, part) in text.split('\n').enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            if let (Some(line), false) = (lines.last_mut(), part.is_empty()) {
                line.push((kind, part));
            }
        }
    }
    lines
}

/// A line as lines of at most `width` characters; what goes on below is indented a little more. It is
/// broken between words, or behind a comma, a bracket or before the dot of a call: never inside a word, a
/// number or a text that would fit.
fn folded(line: Vec<Piece<'_>>, width: usize) -> Vec<Vec<Piece<'_>>> {
    const SPACES: &str = "                                        ";
    let whole: String = line.iter().map(|(_, text)| *text).collect();
    if whole.chars().count() <= width {
        return vec![line];
    }
    let own = whole.chars().take_while(|c| *c == ' ').count();
    let indent = &SPACES[..(own + 2).min(width / 2).min(SPACES.len())];
    let mut folded: Vec<Vec<Piece<'_>>> = vec![Vec::new()];
    let mut left = width;
    let mut rest: VecDeque<Vec<Piece<'_>>> = units(line, width - indent.len()).into();
    while let Some(unit) = rest.pop_front() {
        let length = unit.iter().map(|(_, text)| text.trim_end().chars().count());
        let length: usize = length.sum();
        let is_begun = folded.last().is_some_and(|line| {
            let mut pieces = line.iter();
            pieces.any(|(_, text)| !text.trim().is_empty())
        });
        let fits_below = length <= width - indent.len();
        if length > left && (is_begun || fits_below || left == 0) {
            folded.push(vec![(Kind::Plain, indent)]);
            left = width - indent.len();
        }
        let mut below = Vec::new();
        for (kind, text) in unit {
            let fits = text.char_indices().nth(left);
            let (here, later) = text.split_at(fits.map_or(text.len(), |(at, _)| at));
            if let Some(line) = folded.last_mut() {
                line.push((kind, here));
            }
            left -= here.chars().count();
            if !later.trim_start().is_empty() {
                below.push((kind, later.trim_start()));
            }
        }
        if !below.is_empty() {
            rest.push_front(below);
        }
    }
    folded
}

/// What must stay in one line, in order; what is longer than `room` is as many units as it has words.
fn units(line: Vec<Piece<'_>>, room: usize) -> Vec<Vec<Piece<'_>>> {
    let mut units: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut is_open = false;
    let mut pieces = line.into_iter().peekable();
    while let Some((kind, text)) = pieces.next() {
        let has_words = kind == Kind::Comment || text.chars().count() > room;
        let words = if has_words {
            text.split_inclusive(' ').collect()
        } else {
            vec![text]
        };
        for word in words {
            match units.last_mut() {
                Some(unit) if is_open => unit.push((kind, word)),
                _ => units.push(vec![(kind, word)]),
            }
            is_open = !has_words || !word.ends_with(' ');
        }
        if kind == Kind::Plain {
            let next = pieces.peek().map(|(_, next)| *next);
            is_open = match text {
                " " => next == Some(" "),
                "," | ";" => next == Some(" "),
                "(" | "[" | "{" => matches!(next, Some(")" | "]" | "}")),
                ")" | "?" => next != Some("."),
                _ => true,
            };
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::{Kind, Language, folded, lines, pieces};

    fn of_kind(code: &str, language: Language, wanted: Kind) -> Vec<&str> {
        let pieces = pieces(code, language).into_iter();
        let wanted = pieces.filter(|(kind, _)| *kind == wanted);
        wanted.map(|(_, text)| text).collect()
    }

    #[test]
    fn comments_and_texts_of_rust_are_told_from_lifetimes() {
        let code = "// a \"b\"\nfn f<'a>(x: &'a str) -> char { '\\'' } /* 'c' */ r#\"d\"e\"#";
        let texts = of_kind(code, Language::Rust, Kind::Text);
        assert_eq!(texts, ["'\\''", "r#\"d\"e\"#"]);
        let comments = of_kind(code, Language::Rust, Kind::Comment);
        assert_eq!(comments, ["// a \"b\"", "/* 'c' */"]);
        assert_eq!(of_kind(code, Language::Rust, Kind::Keyword), ["fn"]);
    }

    #[test]
    fn a_text_of_python_may_be_many_lines_long() {
        let code = "\"\"\"One.\n\nTwo's.\n\"\"\"\nx = 'it\\'s' # not \"this\"\n";
        let texts = of_kind(code, Language::Python, Kind::Text);
        assert_eq!(texts, ["\"\"\"One.\n\nTwo's.\n\"\"\"", "'it\\'s'"]);
        let comments = of_kind(code, Language::Python, Kind::Comment);
        assert_eq!(comments, ["# not \"this\""]);
    }

    #[test]
    fn a_range_is_two_numbers_and_a_fraction_is_one() {
        let numbers = of_kind("0..10 1.5 2_000u64 x1", Language::Rust, Kind::Number);
        assert_eq!(numbers, ["0", "10", "1.5", "2_000u64"]);
    }

    #[test]
    fn nothing_is_lost_of_a_program_that_ends_in_the_middle() {
        for code in [
            "\"open",
            "'",
            "r#\"",
            "/* open",
            "'''",
            "'\\",
            "1.",
            "日本 'é",
        ] {
            for language in [Language::Rust, Language::Python] {
                let whole: String = pieces(code, language)
                    .iter()
                    .map(|(_, text)| *text)
                    .collect();
                assert_eq!(whole, code);
            }
        }
    }

    #[test]
    fn a_line_that_is_too_wide_goes_on_below() {
        let folded = |code, width| -> Vec<String> {
            let line = lines(pieces(code, Language::Rust)).remove(0);
            let lines = folded(line, width).into_iter();
            lines
                .map(|line| line.iter().map(|(_, text)| *text).collect())
                .collect()
        };
        let expected = ["    let first = ", "      second;"];
        assert_eq!(folded("    let first = second;", 18), expected);
        assert_eq!(folded("abcdefgh", 4), ["abcd", "  ef", "  gh"]);
        assert_eq!(folded("", 4), [""]);
        let call = "    orders.iter().map(|order| send(\"a text\", order)).collect();";
        let shown: Vec<String> = folded(call, 18);
        assert_eq!(shown.concat().replace(' ', ""), call.replace(' ', ""));
        assert!(
            shown
                .iter()
                .all(|line| line.trim_end().chars().count() <= 18),
            "{shown:#?}"
        );
        assert!(
            shown.iter().any(|line| line.contains("\"a text\"")),
            "{shown:#?}"
        );
    }

    #[test]
    fn no_word_of_the_courses_code_is_broken_that_fits() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let code = std::fs::read_to_string(root.join("solutions/05_runtimes/runtimes2.rs"));
        let code = code.unwrap();
        for width in [40, 58, 80] {
            for line in lines(pieces(&code, Language::Rust)) {
                let words = |pieces: &[(Kind, &str)]| -> Vec<String> {
                    let text: String = pieces.iter().map(|(_, text)| *text).collect();
                    let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
                    let words = text
                        .split(|c| !is_in_word(c))
                        .filter(|word| !word.is_empty());
                    words.map(str::to_owned).collect()
                };
                let whole = words(&line);
                let parts = folded(line, width);
                assert_eq!(
                    parts
                        .iter()
                        .flat_map(|line| words(line))
                        .collect::<Vec<_>>(),
                    whole
                );
            }
        }
    }
}
