//! Code in colours: comments, texts, keywords and numbers of Rust and Python.
//!
//! To read further than that is left to editors. It is a hundred lines here because the smallest
//! crate that does it would take a quarter of the time that the whole program takes to compile.

use colored::Colorize;
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
    lines(pieces(code, language))
        .into_iter()
        .flat_map(|line| folded(line, width.max(1)))
        .map(|line| line.into_iter().map(coloured).collect())
        .collect()
}

fn coloured((kind, text): Piece<'_>) -> String {
    match kind {
        Kind::Plain => text.to_owned(),
        Kind::Comment => text.dimmed().to_string(),
        Kind::Text => text.green().to_string(),
        Kind::Keyword => text.magenta().to_string(),
        Kind::Number => text.cyan().to_string(),
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

/// A line as lines of at most `width` characters, broken between words where there are some; what
/// goes on below is indented a little more.
fn folded(line: Vec<Piece<'_>>, width: usize) -> Vec<Vec<Piece<'_>>> {
    const SPACES: &str = "                                        ";
    let whole: String = line.iter().map(|(_, text)| *text).collect();
    let own = whole.chars().take_while(|c| *c == ' ').count();
    let indent = &SPACES[..(own + 2).min(width / 2).min(SPACES.len())];
    let mut rest: VecDeque<Piece<'_>> = line.into();
    let mut folded = Vec::new();
    let mut room = width;
    while !rest.is_empty() {
        let mut now = if folded.is_empty() {
            Vec::new()
        } else {
            vec![(Kind::Plain, indent)]
        };
        let mut left = break_after(&rest, room);
        while left > 0
            && let Some((kind, text)) = rest.pop_front()
        {
            let cut = text
                .char_indices()
                .nth(left)
                .map_or(text.len(), |(at, _)| at);
            let (here, later) = text.split_at(cut);
            now.push((kind, here));
            left -= here.chars().count();
            if !later.is_empty() {
                rest.push_front((kind, later));
            }
        }
        folded.push(now);
        room = width - indent.len();
    }
    if folded.is_empty() {
        folded.push(Vec::new());
    }
    folded
}

/// After how many characters to break, so that at most `room` come before: behind the last space
/// that is not among the first few, else as late as possible.
fn break_after(line: &VecDeque<Piece<'_>>, room: usize) -> usize {
    let text: Vec<char> = line.iter().flat_map(|(_, text)| text.chars()).collect();
    if text.len() <= room {
        return text.len();
    }
    let last_space = text[..room].iter().rposition(|c| *c == ' ');
    let after_space = last_space.map(|at| at + 1);
    after_space
        .filter(|after| *after > room / 2)
        .unwrap_or(room)
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
    }
}
