//! Keys, as the actions that they are names of.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

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

/// Rows moved by a page key.
const PAGE: isize = 10;

impl Key {
    /// The key of a terminal's event, if it is one of ours.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        if event.modifiers.contains(KeyModifiers::CONTROL) {
            return match event.code {
                KeyCode::Char('c' | 'd') => Some(Self::Interrupt),
                _ => None,
            };
        }
        match event.code {
            KeyCode::Char(letter) => Some(Self::Letter(letter)),
            KeyCode::Enter => Some(Self::Enter),
            KeyCode::Esc => Some(Self::Escape),
            KeyCode::Backspace => Some(Self::Backspace),
            KeyCode::Up => Some(Self::Move(-1)),
            KeyCode::Down => Some(Self::Move(1)),
            KeyCode::PageUp => Some(Self::Move(-PAGE)),
            KeyCode::PageDown => Some(Self::Move(PAGE)),
            KeyCode::Home => Some(Self::First),
            KeyCode::End => Some(Self::Last),
            _ => None,
        }
    }

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
    use super::{Action, KEYS, Key};

    #[test]
    fn every_key_is_there_once_and_finds_its_action() {
        for (at, (key, action, _)) in KEYS.iter().enumerate() {
            assert_eq!(Key::Letter(*key).action(), Some(*action));
            assert!(KEYS[..at].iter().all(|(other, _, _)| other != key));
        }
        assert_eq!(Key::Letter('z').action(), None);
        assert_eq!(Key::Enter.action(), None::<Action>);
    }
}
