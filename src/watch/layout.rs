//! Which key of a Latin keyboard a letter lies on, for keyboards that type other scripts.
//!
//! A terminal that says the place of a key is believed. Otherwise the letter tells it: the Cyrillic and
//! the Greek letters lie where these tables say, on the keyboards that most people have.

use super::action::Letter;
use crate::screen::keyboard::Press;

/// Letters, and beneath them the keys that they lie on.
type Row = (&'static str, &'static str);

/// Russian, and what differs in Ukrainian.
const CYRILLIC: [Row; 2] = [
    (
        "йцукенгшщзхъфывапролджэячсмитьбюё",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
    ),
    ("іїєґў", "s]'\\o"),
];
const GREEK: [Row; 1] = [("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm")];

/// Signs that both a Latin keyboard and these have, at other places.
const CYRILLIC_SIGNS: Row = (".,", "/?");
const GREEK_SIGNS: Row = (";:", "qQ");

/// The keyboard as far as it is known from what was typed.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The signs of the script in which the last letter was typed, if it was not Latin.
    signs: Option<Row>,
}

impl Layout {
    /// What was pressed.
    pub(super) fn letter(&mut self, press: Press) -> Letter {
        let Press {
            typed,
            place,
            is_shifted,
        } = press;
        let is_capital = is_shifted.unwrap_or(typed.is_uppercase());
        let key = if typed.is_ascii_alphabetic() {
            self.signs = None;
            typed
        } else if typed.is_ascii() {
            let moved = self.signs.and_then(|signs| beneath(signs, typed));
            return Letter {
                typed,
                meant: moved.unwrap_or(typed),
            };
        } else {
            let small = typed.to_lowercase().next().unwrap_or(typed);
            let (of_script, signs) = in_tables(small);
            self.signs = signs;
            place.filter(char::is_ascii).or(of_script).unwrap_or(typed)
        };
        let meant = if is_capital {
            key.to_ascii_uppercase()
        } else {
            key.to_ascii_lowercase()
        };
        Letter { typed, meant }
    }
}

/// The key that a small letter lies on, and the signs of its script.
fn in_tables(letter: char) -> (Option<char>, Option<Row>) {
    let scripts = [(&CYRILLIC[..], CYRILLIC_SIGNS), (&GREEK, GREEK_SIGNS)];
    for (rows, signs) in scripts {
        let key = rows.iter().find_map(|&row| beneath(row, letter));
        if key.is_some() {
            return (key, Some(signs));
        }
    }
    (None, None)
}

fn beneath((letters, keys): Row, letter: char) -> Option<char> {
    let at = letters.chars().position(|other| other == letter)?;
    keys.chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::{CYRILLIC, GREEK, Layout};
    use crate::screen::keyboard::Press;

    /// What is meant by `text` typed on one keyboard.
    fn meant(text: &str) -> String {
        let mut layout = Layout::default();
        let letters = text.chars().map(|typed| layout.letter(Press::of(typed)));
        letters.map(|letter| letter.meant).collect()
    }

    #[test]
    fn every_letter_lies_on_a_key() {
        for (letters, keys) in CYRILLIC.into_iter().chain(GREEK) {
            assert_eq!(letters.chars().count(), keys.chars().count());
        }
    }

    #[test]
    fn all_our_keys_are_found_on_a_cyrillic_and_a_greek_keyboard() {
        let ours = "nphlrmteosbcxqjkgdy";
        assert_eq!(meant("тзрдкьеущыисчйолпвн"), ours);
        assert_eq!(meant("νπηλρμτεοσβψχ"), "nphlrmteosbcx");
        assert_eq!(meant("ξκγδυ"), "jkgdy");
        assert_eq!(meant("і"), "s");
        assert_eq!(meant("ТΝN"), "NNN");
    }

    #[test]
    fn signs_move_only_on_a_keyboard_that_has_shown_its_script() {
        assert_eq!(meant(";/?.,"), ";/?.,");
        assert_eq!(meant("т.,"), "n/?");
        assert_eq!(meant("ν;"), "nq");
        assert_eq!(meant("νn;"), "nn;");
    }

    #[test]
    fn a_place_that_the_terminal_tells_wins_except_for_latin_letters() {
        let press = |typed, place| Press {
            typed,
            place: Some(place),
            is_shifted: Some(false),
        };
        let mut layout = Layout::default();
        // Hebrew; Bulgarian, where this letter lies elsewhere; and French, where q is where a is.
        assert_eq!(layout.letter(press('מ', 'n')).meant, 'n');
        assert_eq!(layout.letter(press('и', 'r')).meant, 'r');
        assert_eq!(layout.letter(press('q', 'a')).meant, 'q');
    }

    #[test]
    fn caps_lock_is_told_from_shift_where_the_terminal_does() {
        let mut layout = Layout::default();
        let press = |is_shifted| Press {
            typed: 'N',
            place: Some('n'),
            is_shifted: Some(is_shifted),
        };
        assert_eq!(layout.letter(press(false)).meant, 'n');
        assert_eq!(layout.letter(press(true)).meant, 'N');
        assert_eq!(layout.letter(press(false)).typed, 'N');
    }
}
