//! The list of exercises as something to move in: selection, search, filter. Pure.

use super::action::Key;

/// Which exercises the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those that are done.
    Done,
    /// Those that are not.
    Pending,
}

/// Where the learner is in the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chooser {
    /// The selected row, counted among those that are shown.
    pub selected: usize,
    /// Which are shown.
    pub filter: Filter,
    /// What is searched for.
    pub search: String,
    /// Whether letters are typed into the search.
    pub is_typing: bool,
}

/// What a key in the list comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The list stays.
    Stay,
    /// The list is left without a choice.
    Leave,
    /// This exercise was chosen, counted among all.
    Jump(usize),
}

/// What the list knows of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Whether it is done.
    pub is_done: bool,
}

impl Chooser {
    /// A list in which the exercise `current` is selected.
    #[must_use]
    pub fn at(current: usize) -> Self {
        Self {
            selected: current,
            ..Self::default()
        }
    }

    /// The exercises that are shown, counted among all.
    #[must_use]
    pub fn shown(&self, rows: &[Row<'_>]) -> Vec<usize> {
        let search = self.search.to_lowercase();
        let is_shown = |row: &Row<'_>| {
            let by_filter = match self.filter {
                Filter::All => true,
                Filter::Done => row.is_done,
                Filter::Pending => !row.is_done,
            };
            by_filter
                && (row.name.to_lowercase().contains(&search)
                    || row.title.to_lowercase().contains(&search))
        };
        (0..rows.len()).filter(|&at| is_shown(&rows[at])).collect()
    }

    /// Takes a key.
    pub fn on(&mut self, key: Key, rows: &[Row<'_>]) -> Choice {
        let choice = if self.is_typing {
            self.on_typing(key, rows)
        } else {
            self.on_moving(key, rows)
        };
        let shown = self.shown(rows).len();
        self.selected = self.selected.min(shown.saturating_sub(1));
        choice
    }

    fn on_typing(&mut self, key: Key, rows: &[Row<'_>]) -> Choice {
        match key {
            Key::Letter(letter) => {
                self.search.push(letter);
                self.selected = 0;
            }
            Key::Backspace => {
                self.search.pop();
            }
            Key::Escape => {
                self.is_typing = false;
                self.search.clear();
            }
            Key::Enter => {
                self.is_typing = false;
                if self.shown(rows).len() == 1 {
                    return self.chosen(rows);
                }
            }
            Key::Move(_) | Key::First | Key::Last => self.go(key, rows),
            Key::Interrupt => return Choice::Leave,
        }
        Choice::Stay
    }

    fn on_moving(&mut self, key: Key, rows: &[Row<'_>]) -> Choice {
        match key {
            Key::Letter('/') => self.is_typing = true,
            Key::Letter('d') => self.toggle(Filter::Done),
            Key::Letter('p') => self.toggle(Filter::Pending),
            Key::Enter => return self.chosen(rows),
            Key::Escape if !self.search.is_empty() => self.search.clear(),
            Key::Escape | Key::Interrupt | Key::Letter('q' | 'l') => return Choice::Leave,
            other => {
                if let Some(movement) = other.movement() {
                    self.go(movement, rows);
                }
            }
        }
        Choice::Stay
    }

    fn toggle(&mut self, filter: Filter) {
        self.filter = if self.filter == filter {
            Filter::All
        } else {
            filter
        };
        self.selected = 0;
    }

    fn go(&mut self, movement: Key, rows: &[Row<'_>]) {
        let last = self.shown(rows).len().saturating_sub(1);
        self.selected = match movement {
            Key::Move(by) => self.selected.saturating_add_signed(by).min(last),
            Key::First => 0,
            _ => last,
        };
    }

    fn chosen(&self, rows: &[Row<'_>]) -> Choice {
        self.shown(rows)
            .get(self.selected)
            .map_or(Choice::Stay, |&at| Choice::Jump(at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Chooser, Key, Row};

    const ROWS: [Row<'static>; 3] = [
        Row {
            name: "coroutines1",
            title: "The first await",
            is_done: true,
        },
        Row {
            name: "coroutines2",
            title: "Three objects",
            is_done: false,
        },
        Row {
            name: "switching1",
            title: "Skip the slow one",
            is_done: false,
        },
    ];

    fn press(chooser: &mut Chooser, keys: &str) -> Choice {
        let mut choice = Choice::Stay;
        for letter in keys.chars() {
            let key = match letter {
                '\n' => Key::Enter,
                '\u{1b}' => Key::Escape,
                letter => Key::Letter(letter),
            };
            choice = chooser.on(key, &ROWS);
        }
        choice
    }

    #[test]
    fn enter_jumps_to_the_selected_exercise() {
        let mut chooser = Chooser::at(0);
        assert_eq!(press(&mut chooser, "jj\n"), Choice::Jump(2));
    }

    #[test]
    fn moving_stops_at_both_ends() {
        let mut chooser = Chooser::at(0);
        press(&mut chooser, "k");
        assert_eq!(chooser.selected, 0);
        press(&mut chooser, "jjjjj");
        assert_eq!(chooser.selected, 2);
    }

    #[test]
    fn a_search_finds_names_and_titles_and_takes_letters_that_are_keys_elsewhere() {
        let mut chooser = Chooser::at(0);
        assert_eq!(press(&mut chooser, "/slow\n"), Choice::Jump(2));
        let mut chooser = Chooser::at(2);
        press(&mut chooser, "/obj");
        assert_eq!(chooser.shown(&ROWS), [1]);
    }

    #[test]
    fn a_filter_shows_what_is_done_or_pending_and_is_taken_back_by_its_key() {
        let mut chooser = Chooser::at(0);
        press(&mut chooser, "d");
        assert_eq!(chooser.shown(&ROWS), [0]);
        press(&mut chooser, "p");
        assert_eq!(chooser.shown(&ROWS), [1, 2]);
        assert_eq!(press(&mut chooser, "\n"), Choice::Jump(1));
        press(&mut chooser, "p");
        assert_eq!(chooser.shown(&ROWS).len(), 3);
    }

    #[test]
    fn nothing_found_is_nothing_chosen() {
        let mut chooser = Chooser::at(0);
        assert_eq!(press(&mut chooser, "/zzz\n\n"), Choice::Stay);
    }

    #[test]
    fn escape_first_ends_the_search_and_then_the_list() {
        let mut chooser = Chooser::at(0);
        assert_eq!(press(&mut chooser, "/a\u{1b}"), Choice::Stay);
        assert_eq!(press(&mut chooser, "\u{1b}"), Choice::Leave);
    }
}
