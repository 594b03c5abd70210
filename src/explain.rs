//! Every finding in words. The only place where what a learner reads about a fact is written.
//!
//! An explanation says what happened, what it would be at best, and why it matters: never the
//! answer, never the hidden test.

mod amounts;
mod deadlock;
mod ending;
mod hang;
mod invariants;
mod phrase;
mod polls;
mod tasks;
mod time;
mod values;

use phrase::raised;
use report::{Finding, Place};

/// More lines of one exhibit say nothing that these did not.
const MOST_LINES: usize = 20;

/// A finding in words: plain sentences, without colours or line breaks of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was measured.
    pub happened: String,
    /// What a right answer would give, where that is not plain from what happened.
    pub at_best: Option<String>,
    /// Why anybody should care, and where to think.
    pub why: Option<String>,
    /// Lines to be shown as they are: values, interfaces.
    pub exhibits: Vec<Exhibit>,
    /// Where.
    pub place: Option<Place>,
}

/// A labelled text to be shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    /// What it is: "expected".
    pub label: &'static str,
    /// Its lines.
    pub text: String,
    /// Whether its lines are to stay as long as they are, to be copied.
    pub is_code: bool,
}

/// The words for `finding`.
#[must_use]
pub fn explain(finding: &Finding) -> Explanation {
    let fact = &finding.fact;
    let mut words = values::words(fact)
        .or_else(|| time::words(fact))
        .or_else(|| tasks::words(fact))
        .or_else(|| polls::words(fact))
        .or_else(|| invariants::words(fact))
        .or_else(|| amounts::words(fact))
        .or_else(|| hang::words(finding))
        .unwrap_or_else(|| ending::words(fact));
    words.place.clone_from(&finding.place);
    words
}

fn say(happened: String) -> Explanation {
    Explanation {
        happened,
        at_best: None,
        why: None,
        exhibits: Vec::new(),
        place: None,
    }
}

impl Explanation {
    fn at_best(mut self, at_best: String) -> Self {
        self.at_best = Some(at_best);
        self
    }

    fn because(mut self, why: &str) -> Self {
        self.why = Some(why.to_owned());
        self
    }

    fn show(self, label: &'static str, text: impl AsRef<str>) -> Self {
        self.exhibit(label, text.as_ref(), false)
    }

    fn show_code(self, label: &'static str, text: impl AsRef<str>) -> Self {
        self.exhibit(label, text.as_ref(), true)
    }

    fn exhibit(mut self, label: &'static str, text: &str, is_code: bool) -> Self {
        if !text.is_empty() {
            self.exhibits.push(Exhibit {
                label,
                text: first_lines(text),
                is_code,
            });
        }
        self
    }

    /// All of it as one paragraph, for those who read it in JSON.
    #[must_use]
    pub fn paragraph(&self) -> String {
        let mut text = self.happened.clone();
        if let Some(at_best) = &self.at_best {
            text.push_str(&format!(" At best: {at_best}."));
        }
        for exhibit in &self.exhibits {
            let flat = exhibit.text.replace('\n', " | ");
            text.push_str(&format!(" {}: {flat}.", raised(exhibit.label)));
        }
        if let Some(why) = &self.why {
            text.push(' ');
            text.push_str(why);
        }
        text
    }
}

/// As much of it as a learner still reads.
fn first_lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let more = lines.len().saturating_sub(MOST_LINES);
    if more == 0 {
        return text.to_owned();
    }
    lines.truncate(MOST_LINES);
    format!("{}\n… and {more} more", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::explain;
    use report::{Fact, Finding, Place};

    pub(super) fn words(fact: Fact) -> String {
        explain(&Finding { fact, place: None }).paragraph()
    }

    pub(super) fn place(line: u32) -> Place {
        Place {
            file: "a.rs".into(),
            line,
        }
    }
}
