//! Whether a program came to its start at all. Pure.

use super::{Ending, Ran};

/// Why a program did nothing of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoStart {
    /// The loader did not find a function that it needs.
    Unresolved,
    /// The loader did not find, or not like, a library that it needs; or reading it ended the program.
    NotLoaded,
}

/// How loaders begin to say what they miss: those of glibc, of musl and of macOS.
const UNRESOLVED: [&str; 3] = [
    "symbol lookup error: ",
    "Error relocating ",
    "Symbol not found: ",
];
const NOT_LOADED: [&str; 3] = [
    "error while loading shared libraries: ",
    "Error loading shared library ",
    "Library not loaded: ",
];

/// Why the program did nothing of its own, as far as it can be told. A program without a check may have ended
/// so by itself, much later.
#[must_use]
pub fn no_start(ran: &Ran) -> Option<NoStart> {
    const ABORT: i32 = 6;
    const BUS: i32 = 7;
    const SEGMENT: i32 = 11;
    if !ran.messages.is_empty() {
        return None;
    }
    let says = |signs: &[&str]| signs.iter().any(|sign| ran.printed.first.contains(sign));
    match ran.ending {
        Ending::Exited(127) | Ending::Signalled(ABORT) if says(&UNRESOLVED) => {
            Some(NoStart::Unresolved)
        }
        Ending::Exited(127) | Ending::Signalled(ABORT) if says(&NOT_LOADED) => {
            Some(NoStart::NotLoaded)
        }
        Ending::Signalled(BUS | SEGMENT) => Some(NoStart::NotLoaded),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NoStart, no_start};
    use crate::judge::{Ending, Ran};
    use crate::verdict::Printed;
    use report::Message;
    use std::time::Duration;

    fn ran(ending: Ending, messages: Vec<Message>, printed: &str) -> Ran {
        Ran {
            ending,
            messages,
            printed: Printed {
                first: printed.into(),
                ..Printed::default()
            },
            took: Duration::ZERO,
        }
    }

    #[test]
    fn what_the_loader_misses_is_told_from_what_a_program_does() {
        let lookup = "/w/check: symbol lookup error: /w/check: undefined symbol: nowhere\n";
        let library =
            "/w/check: error while loading shared libraries: libkit_1.so: file too short\n";
        let before = |ending, printed| no_start(&ran(ending, Vec::new(), printed));
        assert_eq!(
            before(Ending::Exited(127), lookup),
            Some(NoStart::Unresolved)
        );
        assert_eq!(
            before(Ending::Exited(127), library),
            Some(NoStart::NotLoaded)
        );
        assert_eq!(before(Ending::Signalled(7), ""), Some(NoStart::NotLoaded));
        assert_eq!(before(Ending::Exited(127), ""), None);
        assert_eq!(before(Ending::Exited(0), library), None);
    }

    #[test]
    fn a_program_that_has_said_something_has_started() {
        let begun = vec![Message::Done];
        assert_eq!(no_start(&ran(Ending::Signalled(11), begun, "")), None);
    }
}
