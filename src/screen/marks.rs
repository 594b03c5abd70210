//! The signs that stand before and between words, as the terminal's letters allow.
//!
//! Where the locale is not UTF-8, a terminal shows three wrong letters for each of ours. There only
//! ASCII is written, and what others wrote is spelled in it.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::sync::OnceLock;

/// The signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// It passed.
    pub tick: &'static str,
    /// It did not.
    pub cross: &'static str,
    /// It is still to come.
    pub dot: &'static str,
    /// Something goes on, or was left out.
    pub more: &'static str,
    /// What stands to the right of it was printed by a program.
    pub rule: &'static str,
    /// There is more above.
    pub up: &'static str,
    /// There is more below.
    pub down: &'static str,
}

const UNICODE: Marks = Marks {
    tick: "✓",
    cross: "✗",
    dot: "·",
    more: "…",
    rule: "│",
    up: "↑",
    down: "↓",
};

const ASCII: Marks = Marks {
    tick: "+",
    cross: "x",
    dot: "-",
    more: "...",
    rule: "|",
    up: "^",
    down: "v",
};

/// The signs for where this program writes.
#[must_use]
pub fn marks() -> &'static Marks {
    if is_unicode() { &UNICODE } else { &ASCII }
}

/// `text` in letters that can be shown where this program writes.
#[must_use]
pub fn spelled(text: &str) -> Cow<'_, str> {
    if is_unicode() || text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(in_ascii(text))
    }
}

/// Decided once for the whole program.
fn is_unicode() -> bool {
    static IS_UNICODE: OnceLock<bool> = OnceLock::new();
    *IS_UNICODE.get_or_init(|| {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .filter_map(std::env::var_os)
            .find(|value| !value.is_empty());
        let locale = locale.map(|value| value.to_string_lossy().into_owned());
        if cfg!(test) {
            // The locale in which the tests are run is not what is tested.
            return true;
        }
        // What goes into a file or to another program is UTF-8 unless somebody said otherwise.
        let is_utf8_unsaid = !cfg!(target_os = "linux") || !std::io::stdout().is_terminal();
        takes_unicode(locale.as_deref(), is_utf8_unsaid)
    })
}

/// Whether a locale's letters are UTF-8; `unsaid` is what is true of no locale.
fn takes_unicode(locale: Option<&str>, unsaid: bool) -> bool {
    match locale.map(str::to_lowercase) {
        None => unsaid,
        Some(locale) => locale.contains("utf-8") || locale.contains("utf8"),
    }
}

fn in_ascii(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if letter.is_ascii() => spelled.push(letter),
            '✓' => spelled.push_str(ASCII.tick),
            '✗' => spelled.push_str(ASCII.cross),
            '·' => spelled.push_str(ASCII.dot),
            '…' => spelled.push_str(ASCII.more),
            '│' => spelled.push_str(ASCII.rule),
            '↑' => spelled.push_str(ASCII.up),
            '↓' => spelled.push_str(ASCII.down),
            '→' => spelled.push_str("->"),
            '–' | '—' => spelled.push('-'),
            '‘' | '’' => spelled.push('\''),
            '“' | '”' => spelled.push('"'),
            '×' => spelled.push('x'),
            'µ' | 'μ' => spelled.push('u'),
            '\u{a0}' => spelled.push(' '),
            other => spelled.extend(other.escape_unicode()),
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::{ASCII, in_ascii, takes_unicode};

    #[test]
    fn a_locale_takes_unicode_when_it_says_so_and_where_nobody_speaks_of_one() {
        for utf8 in ["C.UTF-8", "en_GB.utf8", "de_DE.Utf-8@euro"] {
            assert!(takes_unicode(Some(utf8), false), "{utf8}");
        }
        for other in ["C", "POSIX", "de_DE.ISO-8859-1", "en_US"] {
            assert!(!takes_unicode(Some(other), true), "{other}");
        }
        assert!(takes_unicode(None, true));
        assert!(!takes_unicode(None, false));
    }

    #[test]
    fn what_others_wrote_is_spelled_in_ascii_and_nothing_is_lost() {
        assert_eq!(in_ascii("wait … 3 µs → ok ✓"), "wait ... 3 us -> ok +");
        assert_eq!(in_ascii("caf\u{e9} 日"), "caf\\u{e9} \\u{65e5}");
    }

    #[test]
    fn every_mark_is_spelled_as_itself() {
        let spelled = in_ascii("✓✗·…│↑↓");
        let all = [
            ASCII.tick,
            ASCII.cross,
            ASCII.dot,
            ASCII.more,
            ASCII.rule,
            ASCII.up,
            ASCII.down,
        ];
        assert_eq!(spelled, all.concat());
    }
}
