//! A text that stands in place of the exercise, to scroll and to search in. Pure.

use super::action::Key;
use super::event::Effect;
use super::scroll::{Extent, Scroll};
use crate::screen::rows::says;

/// A text with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// What fetches it anew, for a screen of another size.
    pub from: Option<Effect>,
    /// What is searched for in it.
    pub search: Search,
}

/// A search in a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// What for, in small letters; nothing when there is no search.
    pub wanted: String,
    /// Whether letters are typed into it.
    pub is_typing: bool,
    /// The line that says it, where one does.
    pub found: Option<usize>,
    /// The line where the search began.
    origin: usize,
}

/// What a key on a page comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The page stays as it is.
    Stay,
    /// Another part of it is shown.
    To(Scroll),
    /// It is scrolled.
    By(Key),
    /// It is left.
    Leave,
}

impl Page {
    /// A page with this `text`.
    #[must_use]
    pub fn new(title: String, text: &str, from: Option<Effect>) -> Self {
        Self {
            title,
            lines: text.lines().map(str::to_owned).collect(),
            from,
            search: Search::default(),
        }
    }

    /// How many lines say what is searched for, and which of them was found, from 1.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let matches = |line: &&usize| says(&self.lines[**line], &self.search.wanted);
        let all: Vec<usize> = (0..self.lines.len()).collect();
        let saying = all.iter().filter(matches);
        let before = self.search.found.map_or(0, |found| {
            saying.clone().filter(|line| **line <= found).count()
        });
        (before, saying.count())
    }

    /// Takes a key; `extent` is how the page was last laid out.
    pub fn on(&mut self, key: Key, extent: Extent) -> Turn {
        if self.search.is_typing {
            return self.on_typing(key);
        }
        let is_searched = !self.search.wanted.is_empty();
        match key {
            Key::Letter('/') => {
                self.search = Search {
                    is_typing: true,
                    origin: extent.line,
                    ..Search::default()
                };
                Turn::Stay
            }
            Key::Letter('n') if is_searched => self.find(self.search.found.map(|at| at + 1), true),
            Key::Letter('N') if is_searched => self.find(self.search.found, false),
            Key::Escape if is_searched => {
                self.search = Search::default();
                Turn::Stay
            }
            key if key.is_back() => Turn::Leave,
            key => match key.movement() {
                Some(movement) => Turn::By(movement),
                None => Turn::Stay,
            },
        }
    }

    fn on_typing(&mut self, key: Key) -> Turn {
        match key {
            Key::Letter(letter) => self.search.wanted.extend(letter.to_lowercase()),
            Key::Backspace => {
                self.search.wanted.pop();
            }
            Key::Escape => {
                self.search = Search::default();
                return Turn::Stay;
            }
            Key::Enter => {
                self.search.is_typing = false;
                return Turn::Stay;
            }
            Key::Interrupt => return Turn::Leave,
            movement => return Turn::By(movement),
        }
        self.find(Some(self.search.origin), true)
    }

    /// The first line from `from` on, or the last one before it, that says what is wanted; past the end the
    /// search goes on at the other one.
    fn find(&mut self, from: Option<usize>, onward: bool) -> Turn {
        let all = self.lines.len();
        let from = from.unwrap_or(0).min(all);
        let says = |line: &usize| says(&self.lines[*line], &self.search.wanted);
        self.search.found = if onward {
            (from..all).chain(0..from).find(says)
        } else {
            (0..from).rev().chain((from..all).rev()).find(says)
        };
        let found = self.search.found;
        found.map_or(Turn::Stay, |line| Turn::To(Scroll::Line(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Page, Scroll, Search, Turn};
    use crate::watch::scroll::Extent;

    fn page() -> Page {
        Page::new("a text".into(), "One\ntwo\none\nthree\nONE", None)
    }

    fn press(page: &mut Page, keys: &str) -> Turn {
        let mut turn = Turn::Stay;
        for letter in keys.chars() {
            let key = match letter {
                '\n' => Key::Enter,
                '\u{1b}' => Key::Escape,
                letter => Key::Letter(letter),
            };
            turn = page.on(key, Extent::default());
        }
        turn
    }

    #[test]
    fn a_search_goes_to_each_line_that_says_it_and_begins_anew_at_the_end() {
        let mut page = page();
        assert_eq!(press(&mut page, "/oNe"), Turn::To(Scroll::Line(0)));
        assert_eq!(press(&mut page, "\n"), Turn::Stay);
        assert_eq!(page.count(), (1, 3));
        assert_eq!(press(&mut page, "n"), Turn::To(Scroll::Line(2)));
        assert_eq!(press(&mut page, "n"), Turn::To(Scroll::Line(4)));
        assert_eq!(press(&mut page, "n"), Turn::To(Scroll::Line(0)));
        assert_eq!(press(&mut page, "N"), Turn::To(Scroll::Line(4)));
        assert_eq!(press(&mut page, "N"), Turn::To(Scroll::Line(2)));
        assert_eq!(page.count(), (2, 3));
    }

    #[test]
    fn escape_leaves_the_search_and_then_the_page() {
        let mut page = page();
        assert_eq!(press(&mut page, "/one\n\u{1b}"), Turn::Stay);
        assert_eq!(page.search, Search::default());
        assert_eq!(press(&mut page, "/q\u{1b}"), Turn::Stay);
        assert_eq!(press(&mut page, "\u{1b}"), Turn::Leave);
    }

    #[test]
    fn what_is_nowhere_is_not_found_and_moves_nothing() {
        let mut page = page();
        assert_eq!(press(&mut page, "/zzz"), Turn::Stay);
        assert_eq!(press(&mut page, "\nn"), Turn::Stay);
        assert_eq!(page.count(), (0, 0));
    }

    #[test]
    fn enter_and_q_lead_back_and_other_letters_do_nothing() {
        for key in ["\n", "q", "\u{1b}"] {
            assert_eq!(press(&mut page(), key), Turn::Leave);
        }
        assert_eq!(press(&mut page(), "nxr"), Turn::Stay);
        assert_eq!(press(&mut page(), "G"), Turn::By(Key::Last));
    }
}
