//! How it ended and what could not even begin, in words.

use super::{Explanation, say};
use report::NotSendBy;

pub(super) fn panicked(message: &str) -> Explanation {
    say("Your code panicked.".into()).show("panic", message)
}

pub(super) fn nested_runtime(message: &str) -> Explanation {
    say("You blocked on a runtime from inside another runtime.".into())
        .because(
            "This thread drives the tasks of a runtime. While it is blocked, none of them runs. \
             Async code awaits instead, and a plain function that it calls must not block on a \
             runtime either.",
        )
        .show("panic", message)
}

pub(super) fn ended_early(status: &str) -> Explanation {
    say(format!(
        "The program exited before this check finished: {status}."
    ))
}

pub(super) fn interface(asks: &str, problem: &str) -> Explanation {
    say(format!(
        "Your file compiles, but not together with the tests: {problem}."
    ))
    .show_code("asked for", asks)
}

pub(super) fn not_async(asks: &str, problem: &str) -> Explanation {
    say(format!(
        "Your file compiles, but the tests await its result: {problem}."
    ))
    .because(
        "An async function returns a future, which can be awaited. A plain function does all its \
         work at the call and returns the value itself.",
    )
    .show_code("asked for", asks)
}

pub(super) fn not_send(asks: &str, problem: &str, why: &NotSendBy) -> Explanation {
    let words = match why {
        NotSendBy::Keeps => say(format!(
            "The future cannot move to another thread: {problem}."
        ))
        .because(
            "Whatever is alive across an `.await` is stored in the future. A single value that must \
             stay on its thread keeps the whole future there.",
        ),
        NotSendBy::Bound(name) => say(format!(
            "`{name}` requires `Send`, but the exercise doesn't: {problem}."
        ))
        .because(
            "A bound is a demand on every caller. Those with a value that must stay on its thread \
             can't call it any more.",
        ),
        NotSendBy::Signature => say(format!(
            "The signature doesn't promise that the future is `Send`: {problem}."
        ))
        .because(
            "Generic code knows only what a signature says. Without `Send` there, it can't hand the \
             future to another thread, whatever the future really keeps.",
        ),
    };
    words.show_code("asked for", asks)
}

pub(super) fn needs_static(asks: &str) -> Explanation {
    say(
        "Your file compiles, but it requires `'static` values where the tests only lend theirs."
            .into(),
    )
    .because(
        "A future may borrow from the function that awaits it, because it ends before that \
         function does. Only what moves into a spawned task or a thread must be `'static`.",
    )
    .show_code("asked for", asks)
}
