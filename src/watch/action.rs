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

/// A key that an exercise's screen knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The key.
    pub key: char,
    /// What it asks for.
    pub action: Action,
    /// What the bar of keys calls it, if it stands there.
    pub label: Option<&'static str>,
    /// What the help says of it, in at most 54 columns.
    pub help: &'static str,
    /// When the bar has it.
    pub when: When,
}

/// When a key is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// Until the exercise has passed.
    BeforePass,
    /// When what is shown is a pass.
    AfterPass,
    /// Once the exercise has ever passed.
    Done,
    /// Once it has passed, where the course offers to compare runtimes.
    Bench,
}

/// Every action with its key, in the order of the bar; where that is narrow, what comes last leaves first,
/// but never the help and the end.
pub const KEYS: [Known; 15] = [
    Known {
        key: 'n',
        action: Action::Next,
        label: Some("next"),
        help: "next exercise",
        when: When::AfterPass,
    },
    Known {
        key: 'p',
        action: Action::Previous,
        label: None,
        help: "previous exercise",
        when: When::Always,
    },
    Known {
        key: 'b',
        action: Action::Bench,
        label: Some("bench"),
        help: "bench: runtimes on your machine, where it is offered",
        when: When::Bench,
    },
    Known {
        key: 'h',
        action: Action::Hint,
        label: Some("hint"),
        help: "a hint, and then the next one; Esc closes them",
        when: When::BeforePass,
    },
    Known {
        key: 'l',
        action: Action::List,
        label: Some("list"),
        help: "list of exercises: search, jump, filter",
        when: When::Always,
    },
    Known {
        key: 'r',
        action: Action::RunAgain,
        label: Some("run"),
        help: "run again",
        when: When::Always,
    },
    Known {
        key: 's',
        action: Action::Solution,
        label: Some("solution"),
        help: "your solution beside ours, after a pass",
        when: When::Done,
    },
    Known {
        key: 't',
        action: Action::Timeline,
        label: Some("timeline"),
        help: "timeline: what your tasks did, and when",
        when: When::Always,
    },
    Known {
        key: 'x',
        action: Action::Reset,
        label: Some("reset"),
        help: "reset: the starter comes back, your text is kept",
        when: When::Always,
    },
    Known {
        key: 'm',
        action: Action::Messages,
        label: None,
        help: "all findings, compiler messages and output",
        when: When::Always,
    },
    Known {
        key: 'e',
        action: Action::Edit,
        label: None,
        help: "open in $VISUAL or $EDITOR",
        when: When::Always,
    },
    Known {
        key: 'o',
        action: Action::Original,
        label: None,
        help: "the Python original",
        when: When::Always,
    },
    Known {
        key: 'c',
        action: Action::CheckAll,
        label: None,
        help: "check all exercises",
        when: When::Always,
    },
    Known {
        key: '?',
        action: Action::Help,
        label: Some("keys"),
        help: "these keys",
        when: When::Always,
    },
    Known {
        key: 'q',
        action: Action::Quit,
        label: Some("quit"),
        help: "quit",
        when: When::Always,
    },
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
        let known = KEYS.iter().find(|known| known.key == letter);
        known.map(|known| known.action)
    }

    /// Whether it closes whatever page is open.
    #[must_use]
    pub fn is_back(self) -> bool {
        matches!(self, Self::Escape | Self::Enter | Self::Letter('q'))
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
        for (at, known) in KEYS.iter().enumerate() {
            assert_eq!(Key::Letter(known.key).action(), Some(known.action));
            assert!(KEYS[..at].iter().all(|other| other.key != known.key));
            // It moves as well, and would then do neither.
            assert_eq!(Key::Letter(known.key).movement(), None);
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
