//! The colours, by what they mean; nobody else names one.
//!
//! A terminal's background is white as often as black, and no program can tell which. So what is read is
//! in the terminal's own colour, bold or faint, and what is coloured is red, green or magenta: yellow,
//! cyan and the bright colours disappear on white, blue on black. Nothing depends on a colour alone.

use colored::Colorize;
use std::borrow::Cow;

/// A text that can be given a meaning which is seen.
pub trait Ink {
    /// It went well.
    fn good(&self) -> String;
    /// It went well, and is worth a look.
    fn best(&self) -> String;
    /// It went wrong.
    fn bad(&self) -> String;
    /// It went wrong, and that is the verdict.
    fn worst(&self) -> String;
    /// It is what something else stands under.
    fn strong(&self) -> String;
    /// It may be passed over.
    fn faint(&self) -> String;
    /// It names what stands beside it.
    fn label(&self) -> String;
    /// It should be noticed.
    fn notable(&self) -> String;
    /// It is a word of a programming language.
    fn keyword(&self) -> String;
}

impl<T: AsRef<str> + ?Sized> Ink for T {
    fn good(&self) -> String {
        self.as_ref().green().to_string()
    }

    fn best(&self) -> String {
        self.as_ref().green().bold().to_string()
    }

    fn bad(&self) -> String {
        self.as_ref().red().to_string()
    }

    fn worst(&self) -> String {
        self.as_ref().red().bold().to_string()
    }

    fn strong(&self) -> String {
        self.as_ref().bold().to_string()
    }

    fn faint(&self) -> String {
        self.as_ref().dimmed().to_string()
    }

    fn label(&self) -> String {
        self.as_ref().magenta().to_string()
    }

    fn notable(&self) -> String {
        self.as_ref().magenta().bold().to_string()
    }

    fn keyword(&self) -> String {
        self.as_ref().magenta().to_string()
    }
}

/// Letters of a text that was searched for.
pub(super) const FOUND: (&str, &str) = ("\x1b[7m", "\x1b[27m");

/// Everything is as the terminal wants it again.
pub(super) const PLAIN: &str = "\x1b[0m";

/// `text` of another program, whose colours were chosen for a dark background, in ours.
#[must_use]
pub(super) fn recoloured(text: &str) -> Cow<'_, str> {
    if !text.contains('\x1b') {
        return Cow::Borrowed(text);
    }
    let mut ours = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\x1b[") {
        let (before, sequence) = rest.split_at(at);
        ours.push_str(before);
        let end = sequence[2..].find(|c: char| !c.is_ascii_digit() && c != ';');
        let end = end.map_or(sequence.len(), |end| end + 2);
        let (numbers, after) = sequence.split_at(end);
        let is_style = after.starts_with('m');
        ours.push_str("\x1b[");
        for (number, code) in numbers[2..].split(';').enumerate() {
            if number > 0 {
                ours.push(';');
            }
            ours.push_str(if is_style { readable(code) } else { code });
        }
        rest = after;
    }
    ours.push_str(rest);
    Cow::Owned(ours)
}

/// The number of a colour that is read on white and on black, for that of any.
fn readable(code: &str) -> &str {
    match code {
        // Red and green, bright ones too.
        "91" => "31",
        "92" => "32",
        // What is yellow or cyan; bright blue marks what the compiler says beside the code.
        "33" | "93" | "34" | "94" | "36" | "96" => "35",
        // White, black and grey.
        "30" | "37" | "90" | "97" => "39",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::recoloured;

    #[test]
    fn what_the_compiler_draws_is_readable_on_white_and_its_words_stay() {
        let drawn = "\x1b[1m\x1b[33mwarning\x1b[0m\x1b[1;96m: it\x1b[0m [33m \x1b[2K";
        let ours = "\x1b[1m\x1b[35mwarning\x1b[0m\x1b[1;35m: it\x1b[0m [33m \x1b[2K";
        assert_eq!(recoloured(drawn), ours);
        assert_eq!(recoloured("\x1b["), "\x1b[");
    }
}
