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
    let whose = match (task, &finding.place) {
        (Some(name), _) => format!(" of `{name}`"),
        (None, Some(place)) => format!(" of the task spawned at line {}", place.line),
        (None, None) => String::new(),
    };
    Some(
        say(format!(
            "Still running after {limit}. One poll{whose} has not returned for {}.",
            seconds(*polling)
        ))
        .because(
            "Somewhere a loop spins without reaching an `.await` that gives way, or a call blocks \
             the thread.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::explain::explain;
    use crate::explain::tests::place;
    use report::{Fact, Finding};

    #[test]
    fn a_poll_that_never_returned_is_told_with_its_task() {
        let hung = Finding {
            fact: Fact::Hung {
                limit_real_ms: 5_000,
                polling_real_ms: Some(4_900),
                task: None,
            },
            place: Some(place(12)),
        };
        let words = explain(&hung).paragraph();
        assert!(
            words.contains("One poll of the task spawned at line 12 has not returned for 4.9 s."),
            "{words}"
        );
    }
}
