//! A check that cannot be built against the learner's file, told as what the exercise asks for.
//!
//! The check's own text is never shown: of the compiler's message only the part that is about
//! the learner's items is used.

use crate::verdict::{Diagnostic, Level};
use report::{Fact, Finding, NotSendBy, Place};
use std::path::Path;

/// More than this many complaints of one file say nothing that the first did not.
const ENOUGH: usize = 2;

/// What the check says it needs: the code block of its `//!` documentation.
#[must_use]
pub fn asked_for(check: &str) -> String {
    let docs = check.lines().map_while(|line| line.strip_prefix("//!"));
    let mut block = Vec::new();
    let mut inside = false;
    for line in docs {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            block.push(line);
        }
    }
    block.join("\n")
}

/// Whether what the check asks for may be generic, so that it is compiled where it is used; also when
/// the check does not say what it asks for.
#[must_use]
pub fn asks_for_generics(check: &str) -> bool {
    let asks = asked_for(check);
    let has_parameters = |line: &str| {
        let (_, function) = line.split_once("fn ").unwrap_or_default();
        function.split('(').next().unwrap_or_default().contains('<')
    };
    asks.is_empty()
        || ["impl ", "trait ", "macro"]
            .iter()
            .any(|word| asks.contains(word))
        || asks.lines().any(has_parameters)
}

/// The findings that the compiler's errors about the check amount to.
#[must_use]
pub fn mismatch(asks: &str, diagnostics: &[Diagnostic], source: &Path) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for diagnostic in diagnostics {
        if diagnostic.level != Level::Error || findings.len() == ENOUGH {
            continue;
        }
        let finding = Finding {
            fact: fact(asks, diagnostic, source),
            place: place(diagnostic, source),
        };
        if !findings
            .iter()
            .any(|known| known.fact.kind() == finding.fact.kind())
        {
            findings.push(finding);
        }
    }
    // What else the borrow checker says of a borrow that never ends follows from that.
    let wants_static = |finding: &Finding| matches!(finding.fact, Fact::NeedsStatic { .. });
    if findings.iter().any(wants_static) {
        findings.retain(wants_static);
    }
    findings
}

fn fact(asks: &str, diagnostic: &Diagnostic, source: &Path) -> Fact {
    let asks = asks.to_owned();
    let message = &diagnostic.message;
    if let Some(name) = message.strip_suffix(" is not a future") {
        if name.contains("closure") {
            let problem = "it takes a future, but the tests pass a function that makes a new future at \
                           each call";
            return Fact::Interface {
                asks,
                problem: problem.into(),
            };
        }
        if is_of_futures_01(name) {
            let problem = "your function returns a future of the crate futures 0.1: that is another \
                           trait, and it cannot be awaited";
            return Fact::Interface {
                asks,
                problem: problem.into(),
            };
        }
        let problem = format!("your function returns {name}, which is not a future");
        return Fact::NotAsync { asks, problem };
    }
    let stays = ["sent", "shared"].map(|verb| format!("cannot be {verb} between threads safely"));
    if stays.iter().any(|stays| message.contains(stays)) {
        let problem = message.clone();
        let why = not_send_by(diagnostic, source);
        return Fact::NotSend { asks, problem, why };
    }
    if wants_static(diagnostic) {
        return Fact::NeedsStatic { asks };
    }
    let problem = match diagnostic.code.as_deref() {
        Some("E0425" | "E0432" | "E0433" | "E0412" | "E0574") => missing(message),
        Some("E0603" | "E0616" | "E0624" | "E0451") => {
            format!("{message}: the tests cannot use it without `pub`")
        }
        Some("E0308") => match first_label(diagnostic) {
            Some(label) => format!("{message}: {label}"),
            None => message.clone(),
        },
        // These name what the check has borrowed or moved, which is nobody's business.
        Some("E0382" | "E0499" | "E0502" | "E0505" | "E0506" | "E0507" | "E0597" | "E0716") => {
            "it borrows or keeps its arguments in a way that the tests don't allow".to_owned()
        }
        _ => message.clone(),
    };
    Fact::Interface { asks, problem }
}

/// How the compiler begins to tell of a bound, at the line where it stands.
const BOUND: &str = "required by this bound in `";

fn not_send_by(diagnostic: &Diagnostic, source: &Path) -> NotSendBy {
    // Bounds of a library, and of the check, are not the learner's.
    let mut own = own_places(diagnostic, source);
    let bound = own.find_map(|(_, label)| label.as_ref()?.strip_prefix(BOUND)?.strip_suffix('`'));
    match bound {
        // What comes after that has no name of the learner's.
        Some(name) => NotSendBy::Bound(name.split("::{").next().unwrap_or(name).to_owned()),
        None if diagnostic.message.starts_with("`impl ") => NotSendBy::Signature,
        None => NotSendBy::Keeps,
    }
}

/// Whether a type is told to be a future with an `Item` and an `Error`: the trait of today has
/// neither, and both go by the same path.
fn is_of_futures_01(name: &str) -> bool {
    name.contains("futures::Future<") && name.contains("Item = ") && name.contains("Error = ")
}

/// `cannot find function `x` in crate `exercise`` and its kin, in the learner's terms.
fn missing(message: &str) -> String {
    let message = message
        .replace(" in crate `exercise`", "")
        .replace(" in this scope", "")
        .replace("exercise::", "");
    format!("{message} in your file")
}

fn first_label(diagnostic: &Diagnostic) -> Option<&str> {
    diagnostic
        .places
        .iter()
        .find_map(|(_, label)| label.as_deref())
}

/// Whether the borrow checker complains because something borrowed had to be `'static`.
fn wants_static(diagnostic: &Diagnostic) -> bool {
    match diagnostic.code.as_deref() {
        // A closure that borrows was handed to a function that keeps it.
        Some("E0373") => true,
        Some("E0597" | "E0716" | "E0521") => {
            let mut labels = diagnostic
                .places
                .iter()
                .filter_map(|(_, label)| label.as_ref());
            labels.any(|label| label.contains("'static"))
        }
        _ => false,
    }
}

/// What the message says of lines of the learner's file.
fn own_places<'a>(
    diagnostic: &'a Diagnostic,
    source: &'a Path,
) -> impl Iterator<Item = &'a (Place, Option<String>)> {
    let places = diagnostic.places.iter();
    places.filter(move |(place, _)| Path::new(&place.file) == source)
}

/// The learner's line that the message points at, if it does: that of a bound rather than another.
fn place(diagnostic: &Diagnostic, source: &Path) -> Option<Place> {
    let own = || own_places(diagnostic, source);
    let bound = own().find(|(_, label)| label.as_ref().is_some_and(|it| it.starts_with(BOUND)));
    let (place, _) = bound.or_else(|| own().next())?;
    Some(place.clone())
}

#[cfg(test)]
mod tests {
    use super::{asked_for, asks_for_generics, mismatch};
    use crate::verdict::{Diagnostic, Level};
    use report::{Fact, NotSendBy, Place};
    use std::path::Path;

    fn error(code: &str, message: &str, label: &str) -> Diagnostic {
        let place = |file: &str, line| Place {
            file: file.into(),
            line,
        };
        Diagnostic {
            level: Level::Error,
            code: Some(code.into()),
            message: message.into(),
            rendered: "let secret = exercise::f();".into(),
            places: vec![
                (place("<anon>", 3), Some(label.into())),
                (place("exercises/a.rs", 9), None),
            ],
            denied: false,
        }
    }

    fn only(diagnostic: Diagnostic) -> (Fact, Option<Place>) {
        let mut findings = mismatch(
            "pub async fn f()",
            &[diagnostic],
            Path::new("exercises/a.rs"),
        );
        assert_eq!(findings.len(), 1);
        let finding = findings.remove(0);
        (finding.fact, finding.place)
    }

    #[test]
    fn what_a_check_asks_for_is_its_documented_code_block() {
        let check =
            "//! Words.\n//! ```\n//! pub fn f();\n//!     // deeper\n//! ```\nuse x;\n//! no";
        assert_eq!(asked_for(check), "pub fn f();\n    // deeper");
    }

    #[test]
    fn what_is_compiled_where_it_is_used_is_known_from_what_the_check_asks_for() {
        let asks = |line| asks_for_generics(&format!("//! ```\n//! {line}\n//! ```\n"));
        assert!(!asks("pub async fn f(names: &[Vec<u8>; 3]) -> Vec<String>"));
        assert!(asks("pub async fn f<F: Future>(work: F)"));
        assert!(asks("pub fn f(work: impl Future)"));
        assert!(asks("pub trait Runtime: Clone {"));
        assert!(asks_for_generics("use exercise::f;"));
    }

    #[test]
    fn a_function_that_is_not_async_is_told_as_such() {
        let (fact, place) = only(error("E0277", "`String` is not a future", "not a future"));
        assert_eq!(fact.kind(), "not-async");
        assert_eq!(place.unwrap().line, 9);
    }

    #[test]
    fn what_must_stay_on_its_thread_is_told_as_such() {
        for verb in ["sent", "shared"] {
            let message = format!("`Rc<u8>` cannot be {verb} between threads safely");
            let (fact, _) = only(error("E0277", &message, "x"));
            assert_eq!(fact.kind(), "not-send");
        }
    }

    #[test]
    fn a_function_handed_in_where_a_future_is_taken_is_not_what_the_learner_returns() {
        let message = "`{async closure@<anon>:3:4: 3:12}` is not a future";
        let (fact, _) = only(error("E0277", message, "not a future"));
        let Fact::Interface { problem, .. } = fact else {
            panic!("{fact:?}")
        };
        assert!(problem.starts_with("it takes a future"), "{problem}");
    }

    #[test]
    fn a_future_of_futures_01_is_not_taken_for_a_plain_value() {
        let message = "`impl futures::Future<Item = u8, Error = String>` is not a future";
        let (fact, _) = only(error("E0277", message, "not a future"));
        let Fact::Interface { problem, .. } = fact else {
            panic!("{fact:?}")
        };
        assert!(problem.contains("futures 0.1"), "{problem}");
    }

    #[test]
    fn a_borrow_that_had_to_be_static_is_told_as_such() {
        let label = "argument requires that `town` is borrowed for `'static`";
        let message = "`town` does not live long enough";
        let (fact, _) = only(error("E0597", message, label));
        assert_eq!(fact.kind(), "needs-static");
        let message = "closure may outlive the current function, but it borrows `count`";
        let (fact, _) = only(error("E0373", message, "may outlive borrowed value"));
        assert_eq!(fact.kind(), "needs-static");
        let (fact, _) = only(error("E0597", message, "borrowed value is still in use"));
        assert_eq!(fact.kind(), "interface");
    }

    #[test]
    fn a_borrow_of_the_check_s_own_is_told_without_its_name() {
        let (fact, _) = only(error(
            "E0505",
            "cannot move out of `secret`",
            "borrowed here",
        ));
        let Fact::Interface { problem, .. } = fact else {
            panic!("{fact:?}")
        };
        assert!(!problem.contains("secret"), "{problem}");
    }

    #[test]
    fn a_missing_function_is_told_without_the_check_s_text() {
        let (fact, _) = only(error(
            "E0425",
            "cannot find function `f` in crate `exercise`",
            "x",
        ));
        let Fact::Interface { problem, .. } = fact else {
            panic!("{fact:?}")
        };
        assert_eq!(problem, "cannot find function `f` in your file");
    }

    #[test]
    fn a_type_that_differs_is_told_with_both_types() {
        let (fact, _) = only(error(
            "E0308",
            "mismatched types",
            "expected `u8`, found `u16`",
        ));
        let Fact::Interface { problem, .. } = fact else {
            panic!("{fact:?}")
        };
        assert_eq!(problem, "mismatched types: expected `u8`, found `u16`");
    }

    #[test]
    fn a_bound_of_the_learners_own_is_told_with_its_function_and_its_line() {
        let mut diagnostic = error(
            "E0277",
            "`Rc<u8>` cannot be sent between threads safely",
            "",
        );
        let bound = (
            Place {
                file: "exercises/a.rs".into(),
                line: 11,
            },
            Some("required by this bound in `run`".to_owned()),
        );
        diagnostic.places.push(bound);
        let (fact, place) = only(diagnostic);
        let Fact::NotSend { why, .. } = fact else {
            panic!("{fact:?}");
        };
        assert_eq!(why, NotSendBy::Bound("run".into()));
        assert_eq!(place.unwrap().line, 11);
    }

    #[test]
    fn a_future_of_unknown_content_is_not_told_to_keep_something() {
        let message = "`impl Future<Output = i32>` cannot be sent between threads safely";
        let (fact, _) = only(error("E0277", message, "return type was inferred"));
        assert!(matches!(
            fact,
            Fact::NotSend {
                why: NotSendBy::Signature,
                ..
            }
        ));
    }
}
