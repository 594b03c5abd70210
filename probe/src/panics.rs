//! Panics of the learner's code, kept as facts instead of being printed.

use report::{Fact, Finding, Place};
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

/// The panics since the last [`take`], the first one first. A process has one panic hook, so
/// this is a static.
static PANICS: Mutex<Vec<Finding>> = Mutex::new(Vec::new());

/// What tokio and futures say when a runtime is blocked on from inside a runtime.
const NESTED: [&str; 3] = [
    "Cannot start a runtime from within a runtime",
    "Cannot block the current thread from within a runtime",
    "cannot execute `LocalPool` executor from within another executor",
];

/// From here on panics are kept.
pub(crate) fn keep() {
    panic::set_hook(Box::new(|info| {
        let finding = finding(info);
        PANICS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(finding);
    }));
}

/// The panics since the last call.
pub(crate) fn take() -> Vec<Finding> {
    std::mem::take(&mut *PANICS.lock().unwrap_or_else(PoisonError::into_inner))
}

fn finding(info: &PanicHookInfo<'_>) -> Finding {
    let message = info
        .payload_as_str()
        .unwrap_or("a value that is not text")
        .to_owned();
    let fact = if NESTED.iter().any(|start| message.starts_with(start)) {
        Fact::NestedRuntime { message }
    } else {
        Fact::Panicked { message }
    };
    let place = info.location().map(|location| Place {
        file: location.file().to_owned(),
        line: location.line(),
    });
    Finding { fact, place }
}
