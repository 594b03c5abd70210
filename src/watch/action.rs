//! Keys, as the actions that they are names of.

/// What a learner can ask the watcher to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Go on to the next exercise that is not done.
    Next,
    /// Go back to the exercise before.
    Previous,
    /// Show one hint more.
    Hint,
    /// Show the list of exercises.
    List,
    /// Compare the runtimes on this machine.
    Bench,
    /// Judge every exercise.
    CheckAll,
    /// Put the starter back.
    Reset,
    /// Show what the tasks did, and when.
    Timeline,
    /// Open the exercise in the editor.
    Edit,
    /// Show the Python original.
    Original,
    /// Show the solution.
    Solution,
    /// Judge the exercise again.
    RunAgain,
    /// Show everything that the compiler and the program said.
    Messages,
    /// Show all keys.
    Help,
    /// End the watcher.
    Quit,
}

/// Every action with its key and what the help says of it.
pub const KEYS: [(char, Action, &str); 15] = [
    ('n', Action::Next, "next exercise"),
    ('p', Action::Previous, "previous exercise"),
    ('h', Action::Hint, "a hint, and then the next one"),
    ('l', Action::List, "list of exercises: search, jump, filter"),
    ('r', Action::RunAgain, "run again"),
    (
        'm',
        Action::Messages,
        "all that the compiler and your program said",
    ),
    (
        't',
        Action::Timeline,
        "timeline: what your tasks did, and when",
    ),
    ('e', Action::Edit, "open in $VISUAL or $EDITOR"),
    ('o', Action::Original, "the Python original"),
    ('s', Action::Solution, "our solution, after a pass"),
    (
        'b',
        Action::Bench,
        "bench: runtimes on your machine, after a pass that offers it",
    ),
    ('c', Action::CheckAll, "check all exercises"),
    (
        'x',
        Action::Reset,
        "reset: the starter comes back, your text is kept",
    ),
    ('?', Action::Help, "these keys"),
    ('q', Action::Quit, "quit"),
];

/// A letter that was typed. What it stands for depends on where it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// The letter itself.
    pub typed: char,
    /// The letter on the same key of a Latin keyboard. A capital: Shift was held, or perhaps Caps Lock is on.
    pub meant: char,
}

impl Letter {
    /// The key where text is typed.
    #[must_use]
    pub fn as_text(self) -> Key {
        Key::Letter(self.typed)
    }

    /// The key where [`CAPITALS`] mean something else than small letters.
    #[must_use]
    pub fn as_movement(self) -> Key {
        if CAPITALS.contains(&self.meant) {
            Key::Letter(self.meant)
        } else {
            self.as_command()
        }
    }

    /// The key where no capital means anything: then Caps Lock makes no difference.
    #[must_use]
    pub fn as_command(self) -> Key {
        Key::Letter(self.meant.to_ascii_lowercase())
    }
}

/// The capitals that are keys of their own in texts and in the list.
const CAPITALS: [char; 2] = ['G', 'N'];

/// A key that was pressed, as far as any part of the watcher cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter, a digit, a sign.
    Letter(char),
    /// Confirm.
    Enter,
    /// Back.
    Escape,
    /// Take the last letter back.
    Backspace,
    /// By so many rows; pages are large numbers.
    Move(isize),
    /// To the very beginning.
    First,
    /// To the very end.
    Last,
    /// Control and C: end, whatever is shown.
    Interrupt,
}

impl Key {
    /// What it asks for while an exercise is shown.
    #[must_use]
    pub fn action(self) -> Option<Action> {
        let Self::Letter(letter) = self else {
            return None;
        };
        KEYS.iter()
            .find(|(key, _, _)| *key == letter)
            .map(|(_, action, _)| *action)
    }

    /// The movement that it means where letters are not for typing.
    #[must_use]
    pub fn movement(self) -> Option<Self> {
        match self {
            Self::Move(_) | Self::First | Self::Last => Some(self),
            Self::Letter('j') => Some(Self::Move(1)),
            Self::Letter('k') => Some(Self::Move(-1)),
            Self::Letter('g') => Some(Self::First),
            Self::Letter('G') => Some(Self::Last),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, KEYS, Key, Letter};

    #[test]
    fn every_key_is_there_once_and_finds_its_action() {
        for (at, (key, action, _)) in KEYS.iter().enumerate() {
            assert_eq!(Key::Letter(*key).action(), Some(*action));
            assert!(KEYS[..at].iter().all(|(other, _, _)| other != key));
        }
        assert_eq!(Key::Letter('z').action(), None);
        assert_eq!(Key::Enter.action(), None::<Action>);
    }

    #[test]
    fn a_capital_is_a_small_letter_except_where_it_means_something() {
        let capital = |typed, meant| Letter { typed, meant };
        assert_eq!(capital('N', 'N').as_command(), Key::Letter('n'));
        assert_eq!(capital('N', 'N').as_movement(), Key::Letter('N'));
        assert_eq!(capital('Q', 'Q').as_movement(), Key::Letter('q'));
        assert_eq!(capital('Й', 'Q').as_command(), Key::Letter('q'));
        assert_eq!(capital('Й', 'Q').as_text(), Key::Letter('Й'));
    }
}
