//! What came out, in words.

use super::phrase::raised;
use super::{Explanation, say};
use report::Fact;

/// What came out.
pub(super) fn words(fact: &Fact) -> Option<Explanation> {
    Some(match fact {
        Fact::WrongValue {
            what,
            expected,
            got,
        } => say(format!("{} came out wrong.", raised(what)))
            .show("expected", expected)
            .show("got", got),
        Fact::WrongOrder {
            what,
            expected,
            got,
        } => say(format!("{}: all there, in the wrong order.", raised(what)))
            .show("expected", expected.join("\n"))
            .show("got", got.join("\n")),
        Fact::Lost { what, missing } => {
            say(format!("{}: something was lost on the way.", raised(what)))
                .show("missing", missing.join("\n"))
        }
        Fact::NeverRan { what } => say(format!("{}: it never ran.", raised(what))).because(
            "Calling an async function only builds a future. Nothing in its body happens until \
             somebody awaits that future.",
        ),
        Fact::RanEarly { what } => say(format!(
            "{}: it happened at the call, before the future was awaited.",
            raised(what)
        ))
        .because(
            "A future is a plan. Whoever holds it decides when it starts, and whether it starts \
             at all.",
        ),
        Fact::RanLate { what } => say(format!(
            "{}: it happened only when the future was awaited, not at the call.",
            raised(what)
        ))
        .because(
            "Nothing inside an `async fn` or an `async` block happens at the call, not even its \
             first line.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let words = words(Fact::Lost {
            what: "the orders".into(),
            missing: (1..=25).map(|number| format!("order {number}")).collect(),
        });
        assert!(
            words.contains("order 20 | … and 5 more.") && !words.contains("order 21"),
            "{words}"
        );
    }
}
