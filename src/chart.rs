//! A timeline laid out: which rows to draw, what to call them, and what was folded. Pure; how it
//! looks is decided by the terminal and by the picture.

use report::{End, Row, RowKind, Timeline};
use serde::{Deserialize, Serialize};

/// Of rows that are all alike so many are drawn.
const ALIKE: usize = 4;

/// More rows than this are not drawn.
const MOST_ROWS: usize = 24;

/// The timelines of one exercise's last attempts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Of the last attempt that failed.
    #[serde(default)]
    pub failed: Vec<Timeline>,
    /// Of the last attempt that passed.
    #[serde(default)]
    pub passed: Vec<Timeline>,
    /// Whether the very last attempt passed.
    #[serde(default)]
    pub has_passed: bool,
}

impl Kept {
    /// Those of the very last attempt.
    #[must_use]
    pub fn last(&self) -> &[Timeline] {
        if self.has_passed {
            &self.passed
        } else {
            &self.failed
        }
    }

    /// For each check of the last attempt that passed, how it looked when it failed.
    pub fn before_and_after(&self) -> impl Iterator<Item = (&Timeline, &Timeline)> {
        self.passed.iter().filter_map(|after| {
            let before = self
                .failed
                .iter()
                .find(|before| before.check == after.check);
            before.map(|before| (before, after))
        })
    }
}

/// A timeline, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// The whole length, in microseconds.
    pub length_us: u64,
    /// From the top.
    pub bars: Vec<Bar>,
    /// How many rows were left out at the bottom.
    pub left_out: usize,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// Whether it lies inside the row above it.
    pub is_inside: bool,
    /// Its life.
    pub row: Row,
    /// How many rows like it are not drawn; it ends when the last of them does.
    pub stands_for: usize,
}

impl Chart {
    /// Lays `timeline` out.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let mut bars: Vec<Bar> = Vec::new();
        let mut calls = 0;
        for row in &timeline.rows {
            if row.kind == RowKind::Call {
                calls += 1;
            }
            let bar = Bar {
                label: label(row, calls),
                is_inside: row.kind == RowKind::Wait,
                row: row.clone(),
                stands_for: 0,
            };
            let alike = bars.iter().filter(|other| other.label == bar.label).count();
            let last = bars.iter_mut().rfind(|other| other.label == bar.label);
            match last {
                Some(last) if alike == ALIKE => last.stand_for(&bar),
                _ => bars.push(bar),
            }
        }
        let left_out = bars.len().saturating_sub(MOST_ROWS);
        bars.truncate(MOST_ROWS);
        Self {
            length_us: timeline.length_us,
            bars,
            left_out,
        }
    }

    /// Where a moment lies, from 0 to `width`.
    #[must_use]
    pub fn place(&self, at_us: u64, width: u64) -> u64 {
        (at_us.min(self.length_us) * width)
            .checked_div(self.length_us)
            .unwrap_or(0)
    }
}

impl Bar {
    fn stand_for(&mut self, other: &Self) {
        self.stands_for += 1;
        self.row.to_us = self.row.to_us.max(other.row.to_us);
        self.row.polls_us.extend(&other.row.polls_us);
        if other.row.end != End::Done {
            self.row.end = other.row.end;
        }
    }

    /// The label, with how many rows it stands for.
    #[must_use]
    pub fn caption(&self) -> String {
        match self.stands_for {
            0 => self.label.clone(),
            more => format!("{} (and {more} more)", self.label),
        }
    }
}

fn label(row: &Row, calls: usize) -> String {
    let lines: Vec<String> = row.lines.iter().map(u32::to_string).collect();
    match (row.kind, &row.name) {
        (_, Some(name)) => name.clone(),
        (RowKind::Call, None) if calls < 2 => "your function".to_owned(),
        (RowKind::Call, None) => format!("your function, call {calls}"),
        (RowKind::Task, None) => format!("task of line {}", lines.join(", ")),
        (RowKind::Wait, None) => format!(
            "line {}: {}",
            lines.join(" > "),
            row.on.as_deref().unwrap_or("a wait")
        ),
        (RowKind::Request, None) => "a request".to_owned(),
    }
}

/// A moment in words a person reads.
#[must_use]
pub fn moment(us: u64) -> String {
    let ms = us / 1_000;
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        _ => format!("{} min", ms / 60_000),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Chart, moment};
    use report::{End, Row, RowKind, Timeline};

    /// A call that waits twice, one after the other or at the same time.
    pub(crate) fn two_waits(overlap: bool) -> Timeline {
        let row = |kind, lines: &[u32], from_ms: u64, to_ms: u64| Row {
            kind,
            name: None,
            lines: lines.to_vec(),
            on: (kind == RowKind::Wait).then(|| "a sleep".to_owned()),
            from_us: from_ms * 1_000,
            to_us: to_ms * 1_000,
            polls_us: vec![],
            end: End::Done,
        };
        let begins = if overlap { 0 } else { 100 };
        let length = begins + 300;
        let mut call = row(RowKind::Call, &[], 0, length);
        call.polls_us = vec![0, 100_000, length * 1_000];
        Timeline {
            check: "the_waits_overlap".into(),
            length_us: length * 1_000,
            rows: vec![
                call,
                row(RowKind::Wait, &[29, 21], 0, 100),
                row(RowKind::Wait, &[30, 21], begins, length),
            ],
        }
    }

    #[test]
    fn rows_are_called_what_they_are() {
        let chart = Chart::of(&two_waits(true));
        let labels: Vec<_> = chart.bars.iter().map(|bar| bar.label.as_str()).collect();
        let waits = ["line 29 > 21: a sleep", "line 30 > 21: a sleep"];
        assert_eq!(labels, ["your function", waits[0], waits[1]]);
        assert!(chart.bars[1].is_inside);
    }

    #[test]
    fn rows_that_are_alike_fold_and_say_how_many() {
        let mut timeline = two_waits(true);
        let wait = timeline.rows[1].clone();
        timeline.rows = vec![wait; 30];
        let chart = Chart::of(&timeline);
        assert_eq!(chart.bars.len(), 4);
        assert!(chart.bars[3].caption().ends_with("(and 26 more)"));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut timeline = two_waits(true);
        let wait = timeline.rows[1].clone();
        let line = |line| Row {
            lines: vec![line],
            ..wait.clone()
        };
        timeline.rows = (1..=30).map(line).collect();
        assert_eq!(Chart::of(&timeline).left_out, 6);
    }

    #[test]
    fn a_moment_has_its_place() {
        let chart = Chart::of(&two_waits(false));
        assert_eq!(chart.place(100_000, 40), 10);
        assert_eq!(chart.place(400_000, 40), 40);
        assert_eq!(moment(1_250_000), "1.2 s");
    }
}
