//! How it ended and what could not even begin, in words.

use super::{Explanation, say};
use report::Fact;

/// How it ended, and what could not even begin.
pub(super) fn words(fact: &Fact) -> Explanation {
    match fact {
        Fact::Panicked { message } => say("Your code panicked.".into()).show("panic", message),
        Fact::NestedRuntime { message } => say(
            "A runtime was blocked on from inside a runtime.".into()
        )
        .because(
            "This thread drives the tasks of a runtime; while it is blocked, none of them goes \
                     on. Async code awaits instead, and a plain function that it calls must not \
                     block on a runtime either.",
        )
        .show("panic", message),
        Fact::EndedEarly { status } => say(format!(
            "The program was gone before this could be judged: {status}."
        )),
        Fact::Interface { asks, problem } => say(format!(
            "Your file compiles, but not together with the tests: {problem}."
        ))
        .show_code("asked for", asks),
        Fact::NotAsync { asks, problem } => say(format!(
            "Your file compiles, but the tests await what it gives: {problem}."
        ))
        .because(
            "A coroutine function gives a coroutine object, to be awaited. A plain function gives \
             its value at once, having done everything on the spot.",
        )
        .show_code("asked for", asks),
        Fact::NotSend { asks, problem } => say(format!(
            "The future cannot move to another thread: {problem}."
        ))
        .because(
            "What is alive across an `.await` is stored in the future. One value that must stay \
             on its thread keeps the whole future there.",
        )
        .show_code("asked for", asks),
        Fact::NeedsStatic { asks } => say(
            "Your file compiles, but it wants to keep for ever (`'static`) what the tests only \
             lend it."
                .into(),
        )
        .because(
            "A future may borrow from the function that awaits it, because it is over before that \
             function is. Only what moves into a spawned task or a thread must be `'static`.",
        )
        .show_code("asked for", asks),
        other => say(format!("{}.", other.kind())),
    }
}
