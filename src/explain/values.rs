//! What came out, in words.

use super::phrase::raised;
use super::{Explanation, say};

/// Lists that differ are shown whole up to this length; longer ones around their first difference.
const SHOWN_WHOLE: usize = 8;

/// How many equal lines lead up to the first difference, and how many lines follow it.
const AROUND: usize = 3;

pub(super) fn wrong_value(what: &str, expected: &str, got: &str) -> Explanation {
    let words = say(format!("{} came out wrong.", raised(what)));
    show_both(words, expected, got)
}

pub(super) fn wrong_order(what: &str, expected: &[String], got: &[String]) -> Explanation {
    let words = say(format!("{} came out in the wrong order.", raised(what)));
    show_both(words, &expected.join("\n"), &got.join("\n"))
}

pub(super) fn lost(what: &str, missing: &[String], got: &[String]) -> Explanation {
    let words = say(format!("{}: not everything arrived.", raised(what)));
    let words = words.show("missing", missing.join("\n"));
    match got {
        [] => words.show("got", "nothing"),
        some => words.show("got", some.join("\n")),
    }
}

pub(super) fn never_ran(what: &str) -> Explanation {
    say(format!("{} never ran.", raised(what))).because(
        "Calling an async function only creates a future. None of its body runs until the future \
         is polled, which `.await` does for you.",
    )
}

pub(super) fn unfinished(what: &str, after_ms: u64) -> Explanation {
    say(format!(
        "{} began to run, and was dropped {} before it had finished.",
        raised(what),
        match after_ms {
            0 => "at its first wait,".to_owned(),
            some => format!("after {some} ms,"),
        }
    ))
    .because(
        "Dropping a future cancels it at the `.await` where it waits. What comes after that never \
         runs.",
    )
}

pub(super) fn ran_early(what: &str) -> Explanation {
    say(format!(
        "{}: this happened at the call, before the future was awaited.",
        raised(what)
    ))
    .because(
        "A future does nothing until it is polled. The caller decides when it starts, and whether \
         it starts at all.",
    )
}

pub(super) fn ran_late(what: &str) -> Explanation {
    say(format!(
        "{}: this happened only when the future was awaited, not at the call.",
        raised(what)
    ))
    .because(
        "Nothing in an `async fn` or an `async` block runs at the call, not even its first line.",
    )
}

/// Both sides; of long lists only what surrounds their first difference.
fn show_both(words: Explanation, expected: &str, got: &str) -> Explanation {
    let (left, right): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    if left.len().max(right.len()) <= SHOWN_WHOLE {
        return words.show("expected", expected).show("got", got);
    }
    let equal = left
        .iter()
        .zip(&right)
        .take_while(|(one, other)| one == other);
    let at = equal.count();
    let words = words.expected(format!("They differ first at line {}.", at + 1));
    words
        .show("expected", around(&left, at))
        .show("got", around(&right, at))
}

/// The lines around number `at`, counted from 0, with their numbers.
fn around(lines: &[&str], at: usize) -> String {
    let from = at.saturating_sub(AROUND);
    let shown = lines.iter().enumerate().skip(from).take(2 * AROUND + 1);
    let shown: Vec<String> = shown
        .map(|(number, line)| format!("{}. {line}", number + 1))
        .collect();
    match shown.last() {
        Some(_) if at < lines.len() => shown.join("\n"),
        Some(_) => format!("{}\n(ends here)", shown.join("\n")),
        None => "(ends before)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::tests::words;
    use report::Fact;

    fn orders(numbers: impl Iterator<Item = u32>) -> Vec<String> {
        numbers.map(|number| format!("order {number}")).collect()
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let words = words(Fact::Lost {
            what: "the orders".into(),
            missing: orders(1..=25),
            got: orders(26..=27),
        });
        assert!(
            words.contains("order 20 | … and 5 more.") && !words.contains("order 21"),
            "{words}"
        );
        assert!(words.contains("Got: order 26 | order 27."), "{words}");
    }

    #[test]
    fn of_two_long_lists_the_first_difference_is_shown() {
        let words = words(Fact::WrongOrder {
            what: "the orders".into(),
            expected: orders(1..=30),
            got: orders((1..=14).chain(16..=30).chain([15])),
        });
        assert!(words.contains("They differ first at line 15."), "{words}");
        assert!(
            words.contains("Expected: 12. order 12 | 13. order 13 | 14. order 14 | 15. order 15 |"),
            "{words}"
        );
        assert!(words.contains("14. order 14 | 15. order 16 |"), "{words}");
        assert!(!words.contains("11. order"), "{words}");
    }

    #[test]
    fn a_long_list_that_ends_too_early_says_where() {
        let words = words(Fact::WrongValue {
            what: "the lines".into(),
            expected: orders(1..=12).join("\n"),
            got: orders(1..=9).join("\n"),
        });
        assert!(words.contains("9. order 9 | (ends here)."), "{words}");
    }

    #[test]
    fn a_future_that_was_dropped_before_its_end_is_told_with_when() {
        let words = |after_ms| {
            let what = "the pouring".into();
            words(Fact::Unfinished { what, after_ms })
        };
        assert!(words(10).starts_with(
            "The pouring began to run, and was dropped after 10 ms, before it had finished."
        ));
        assert!(
            words(0).starts_with("The pouring began to run, and was dropped at its first wait,")
        );
    }
}
