//! What stands on top of a mistake: what it must get, and what is wrong with it.

use super::difference::Hunks;
use crate::verdict::{Expectation, Verdict};

/// The top of a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// What the answer must get.
    pub(super) expects: Expectation,
    /// What its difference is from, if it is not the solution: `NAME.alt.rs` or `starter`.
    pub(super) against: Option<String>,
    /// What is wrong with it, in lines.
    wrong: Vec<String>,
}

/// A line, counted from 1, and what is wrong with it.
pub(super) type Wrong = (usize, String);

impl Head {
    /// The head that an author has to fill.
    pub(super) fn unwritten() -> Self {
        Self {
            expects: Expectation {
                verdict: Verdict::Failed,
                because: Some("…".into()),
            },
            against: None,
            wrong: vec!["What is wrong with it.".into()],
        }
    }

    /// Reads the first lines of a whole file.
    pub(super) fn of_program(text: &str) -> Result<Self, Wrong> {
        let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        Self::read(lines.collect(), "//! ", false)
    }

    /// Reads the first lines of a difference, and what follows them.
    pub(super) fn of_difference(text: &str) -> Result<(Self, Hunks), Wrong> {
        let lines: Vec<&str> = text.lines().collect();
        let is_hunk = |line: &&str| line.starts_with("@@");
        let end = lines.iter().position(is_hunk).unwrap_or(lines.len());
        let head = Self::read(lines[..end].to_vec(), "", true)?;
        let hunks = Hunks::read(&lines[end..], end + 1)?;
        Ok((head, hunks))
    }

    fn read(mut lines: Vec<&str>, mark: &str, may_name_base: bool) -> Result<Self, Wrong> {
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let mut lines = lines.into_iter().peekable();
        let expects = lines.next().and_then(|line| line.strip_prefix("expects: "));
        let expects = expects.ok_or_else(|| {
            let what = "the first line does not say what the answer must get";
            (1, format!("{what}: `{mark}expects: failed/…`"))
        })?;
        let expects = expectation(expects, mark).map_err(|what| (1, what))?;
        let against = lines
            .next_if(|line| may_name_base && line.starts_with("against: "))
            .map(|line| line["against: ".len()..].trim().to_owned());
        let wrong: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
        if wrong.is_empty() {
            let line = 2 + usize::from(against.is_some());
            let what = "the line after `expects` does not say what is wrong with the answer";
            return Err((line, what.into()));
        }
        Ok(Self {
            expects,
            against,
            wrong,
        })
    }

    /// As it stands in a whole file.
    pub(super) fn in_program(&self) -> String {
        let mut text = format!("//! expects: {}\n", self.expects);
        for line in &self.wrong {
            text.push_str(format!("//! {line}").trim_end());
            text.push('\n');
        }
        text
    }

    /// As it stands in a difference from what is called `against`, none for the solution.
    pub(super) fn in_difference(&self, against: Option<&str>) -> String {
        let mut text = format!("expects: {}\n", self.expects);
        if let Some(against) = against {
            text.push_str(&format!("against: {against}\n"));
        }
        for line in &self.wrong {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

fn expectation(text: &str, mark: &str) -> Result<Expectation, String> {
    let expects: Expectation = text.trim().parse()?;
    if expects.because.is_none() && expects.verdict == Verdict::Failed {
        Err(format!(
            "it must name its finding: `{mark}expects: failed/…`"
        ))
    } else if expects.verdict == Verdict::Passed {
        Err("a mistake must not pass".into())
    } else {
        Ok(expects)
    }
}

#[cfg(test)]
mod tests {
    use super::Head;

    const PROGRAM: &str =
        "//! expects: failed/sequential\n//! One by one.\n//!\n//! Slow.\n\nfn f() {}\n";

    #[test]
    fn a_head_is_the_same_on_a_program_and_on_its_difference() {
        let head = Head::of_program(PROGRAM).unwrap();
        assert!(PROGRAM.starts_with(&head.in_program()));
        let text = head.in_difference(None) + "\n@@ -1 +1 @@\n-a\n+b\n";
        let (again, _) = Head::of_difference(&text).unwrap();
        assert_eq!(head, again);
    }

    #[test]
    fn a_difference_names_what_it_is_from_and_a_program_does_not() {
        let head = Head::of_program(PROGRAM).unwrap();
        let text = head.in_difference(Some("one.alt.rs")) + "\n@@ -1 +1 @@\n-a\n+b\n";
        let (head, _) = Head::of_difference(&text).unwrap();
        assert_eq!(head.against.as_deref(), Some("one.alt.rs"));
        assert!(!head.in_program().contains("against"));
    }

    #[test]
    fn a_head_without_its_lines_is_refused_with_the_line() {
        for (text, line, part) in [
            ("", 1, "does not say what the answer must get"),
            ("One by one.\n@@\n", 1, "`expects: failed/…`"),
            ("expects: bad\nOne by one.\n", 1, "`bad` is no verdict"),
            ("expects: failed\nOne by one.\n", 1, "name its finding"),
            ("expects: passed\nOne by one.\n", 1, "must not pass"),
            ("expects: deadlocked\n\n@@\n", 2, "what is wrong"),
            (
                "expects: deadlocked\nagainst: starter\n",
                3,
                "what is wrong",
            ),
        ] {
            let (at, what) = Head::of_difference(text).unwrap_err();
            assert_eq!(at, line, "{what}");
            assert!(what.contains(part), "{what}");
        }
    }
}
