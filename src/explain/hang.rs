//! What did not come to an end in real time, in words.

use super::phrase::seconds;
use super::{Explanation, say};
use report::Place;

/// A program that was out of time, and where it said that it is.
pub(super) struct Hang<'a> {
    pub(super) limit_real_ms: u64,
    /// How long its current poll has lasted, where there is one.
    pub(super) polling_real_ms: Option<u64>,
    pub(super) task: Option<&'a str>,
    pub(super) spawned_at: Option<&'a Place>,
    /// The lines of the loop that it is in.
    pub(super) first: Option<&'a Place>,
    pub(super) last: Option<&'a Place>,
    /// The calls that lead there, the innermost first.
    pub(super) called_from: &'a [Place],
}

pub(super) fn words(hang: &Hang<'_>) -> Explanation {
    let limit = seconds(hang.limit_real_ms);
    let Some(polling) = hang.polling_real_ms else {
        return say(format!("Still running after {limit}."))
            .because("It is polled again and again, or waits for something that never comes.");
    };
    let whose = match (hang.task, hang.spawned_at) {
        (Some(name), _) => format!(" of `{name}`"),
        (None, Some(place)) => format!(" of the task spawned at line {}", place.line),
        (None, None) => String::new(),
    };
    let polling = seconds(polling);
    let calls: String = hang
        .called_from
        .iter()
        .map(|place| format!(", called from line {}", place.line))
        .collect();
    let one =
        format!("Still running after {limit}. One poll{whose} has not returned for {polling}");
    let why = "A poll runs until the task reaches an `.await` that is not ready. Until then \
               nothing else runs.";
    match (hang.first, hang.last) {
        (Some(first), Some(last)) if first.line != last.line => say(format!(
            "{one}: it is looping between lines {} and {}{calls}.",
            first.line, last.line
        ))
        .because(why),
        (Some(first), _) => {
            say(format!("{one}: it is at line {}{calls}.", first.line)).because(why)
        }
        (None, _) => say(format!("{one}.")).because(
            "Somewhere a loop runs without an `.await` that yields, or a call blocks the thread.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::explain;
    use crate::explain::tests::place;
    use report::{Fact, Finding};

    fn hung(lines: Option<(u32, u32)>) -> String {
        let (first, last) = lines.unzip();
        let hung = Finding {
            fact: Fact::Hung {
                limit_real_ms: 5_000,
                polling_real_ms: Some(4_900),
                task: None,
                spawned_at: Some(place(12)),
                spins_until: last.map(place),
                called_from: first.map(|_| place(20)).into_iter().collect(),
            },
            place: first.map(place),
        };
        explain(&hung).paragraph()
    }

    #[test]
    fn a_poll_that_never_returned_is_reported_with_its_task() {
        let words = hung(None);
        let expected =
            "One poll of the task spawned at line 12 has not returned for 4.9 s. Somewhere";
        assert!(words.contains(expected), "{words}");
    }

    #[test]
    fn a_poll_that_never_returned_is_reported_with_the_lines_of_its_loop() {
        let words = hung(Some((4, 7)));
        let expected =
            "not returned for 4.9 s: it is looping between lines 4 and 7, called from line 20.";
        assert!(words.contains(expected), "{words}");
        let words = hung(Some((4, 4)));
        assert!(
            words.contains("for 4.9 s: it is at line 4, called from line 20."),
            "{words}"
        );
    }
}
