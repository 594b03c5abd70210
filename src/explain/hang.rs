//! What did not come to an end in real time, in words.

use super::phrase::seconds;
use super::{Explanation, say};
use report::{Fact, Finding};

/// What did not come to an end in real time.
pub(super) fn words(finding: &Finding) -> Option<Explanation> {
    let Fact::Hung {
        limit_real_ms,
        polling_real_ms,
        task,
        spawned_at,
        spins_until,
        called_from,
    } = &finding.fact
    else {
        return None;
    };
    let limit = seconds(*limit_real_ms);
    let Some(polling) = polling_real_ms else {
        return Some(
            say(format!(
                "Still running after {limit}, without ever coming to an end."
            ))
            .because("It keeps being polled, or waits for something outside that does not come."),
        );
    };
    let whose = match (task, spawned_at) {
        (Some(name), _) => format!(" of `{name}`"),
        (None, Some(place)) => format!(" of the task spawned at line {}", place.line),
        (None, None) => String::new(),
    };
    let polling = seconds(*polling);
    let calls: String = called_from
        .iter()
        .map(|place| format!(", called from line {}", place.line))
        .collect();
    let one =
        format!("Still running after {limit}. One poll{whose} has not returned for {polling}");
    let why = "A poll runs a task until it reaches an `.await` that has to wait; until then nobody \
               else runs.";
    Some(match (&finding.place, spins_until) {
        (Some(first), Some(last)) if first.line != last.line => say(format!(
            "{one}: it goes round between line {} and line {}{calls}.",
            first.line, last.line
        ))
        .because(why),
        (Some(first), _) => {
            say(format!("{one}: it is at line {}{calls}.", first.line)).because(why)
        }
        (None, _) => say(format!("{one}.")).because(
            "Somewhere a loop spins without reaching an `.await` that gives way, or a call blocks \
             the thread.",
        ),
    })
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
    fn a_poll_that_never_returned_is_told_with_its_task() {
        let words = hung(None);
        let expected =
            "One poll of the task spawned at line 12 has not returned for 4.9 s. Somewhere";
        assert!(words.contains(expected), "{words}");
    }

    #[test]
    fn a_poll_that_never_returned_is_told_with_the_lines_of_its_loop() {
        let words = hung(Some((4, 7)));
        let expected =
            "not returned for 4.9 s: it goes round between line 4 and line 7, called from line 20.";
        assert!(words.contains(expected), "{words}");
        let words = hung(Some((4, 4)));
        assert!(
            words.contains("for 4.9 s: it is at line 4, called from line 20."),
            "{words}"
        );
    }
}
