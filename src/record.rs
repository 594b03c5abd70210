//! One attempt as one line of JSON: stable, and documented in the README.

use crate::explain::explain;
use crate::verdict::{CheckState, Outcome, Timings, Verdict};
use report::Finding;
use serde::Serialize;

/// What `--json` prints for an attempt.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    exercise: &'a str,
    verdict: Verdict,
    checks: Vec<CheckRecord<'a>>,
    findings: Vec<FindingRecord>,
    timings_ms: &'a Timings,
}

#[derive(Debug, Serialize)]
struct CheckRecord<'a> {
    name: &'a str,
    passed: bool,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct FindingRecord {
    kind: String,
    message: String,
    line: Option<u32>,
}

impl<'a> Record<'a> {
    /// The record of `outcome`, an attempt at `exercise`.
    #[must_use]
    pub fn of(exercise: &'a str, outcome: &'a Outcome) -> Self {
        let checks = outcome.checks.iter().map(|check| CheckRecord {
            name: &check.name,
            passed: check.state == CheckState::Kept,
            message: &check.promise,
        });
        let compiler = outcome
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.denied || outcome.verdict == Verdict::DoesNotCompile)
            .map(|diagnostic| FindingRecord {
                kind: diagnostic.code.clone().unwrap_or_else(|| "compiler".into()),
                message: diagnostic.message.clone(),
                line: diagnostic.places.first().map(|(place, _)| place.line),
            });
        Self {
            exercise,
            verdict: outcome.verdict,
            checks: checks.collect(),
            findings: outcome
                .all_findings()
                .map(FindingRecord::of)
                .chain(compiler)
                .collect(),
            timings_ms: &outcome.timings,
        }
    }

    /// One line, without its end.
    ///
    /// # Errors
    /// Never for what this program makes.
    pub fn line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl FindingRecord {
    fn of(finding: &Finding) -> Self {
        Self {
            kind: finding.fact.kind().to_owned(),
            message: explain(finding).paragraph(),
            line: finding.place.as_ref().map(|place| place.line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Record;
    use crate::verdict::{Outcome, Verdict};
    use report::{Fact, Finding, Place};

    #[test]
    fn a_record_has_the_documented_fields() {
        let mut outcome = Outcome::of(Verdict::Failed);
        outcome.findings.push(Finding {
            fact: Fact::NeverRan { what: "it".into() },
            place: Some(Place {
                file: "a.rs".into(),
                line: 7,
            }),
        });
        let line = Record::of("a1", &outcome).line().unwrap();
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["exercise"], "a1");
        assert_eq!(read["verdict"], "failed");
        assert_eq!(read["checks"].as_array().unwrap().len(), 0);
        assert_eq!(read["findings"][0]["kind"], "never-ran");
        assert_eq!(read["findings"][0]["line"], 7);
        assert_eq!(read["timings_ms"]["total"], 0);
        assert!(!line.contains('\n'));
    }
}
