//! What the comparison should come to, and what it came to.

use super::figures::Table;

/// A figure that should not be greater than another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Goal {
    /// What is measured.
    what: String,
    /// How it is written: as a part of another figure, as so many times it, or as a number.
    writing: Writing,
    /// What it should be at most.
    most: f64,
    /// What it is.
    measured: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Part,
    Times,
    Number,
}

impl Goal {
    /// `ours` should be at most one `part`-th of what rustlings takes, `theirs`.
    pub(crate) fn part_of_rustlings(what: &str, part: f64, ours: f64, theirs: f64) -> Self {
        Self {
            what: format!("{what}, to rustlings"),
            writing: Writing::Part,
            most: 1.0 / part,
            measured: ours / theirs,
        }
    }

    /// `ours` should be at most so many `times` what the bare compiler takes, `floor`.
    pub(crate) fn times_the_floor(what: &str, times: f64, ours: f64, floor: f64) -> Self {
        Self {
            what: format!("{what}, to the bare compiler"),
            writing: Writing::Times,
            most: times,
            measured: ours / floor,
        }
    }

    /// There should be none of these.
    pub(crate) fn none(what: &str, measured: f64) -> Self {
        Self {
            what: what.to_owned(),
            writing: Writing::Number,
            most: 0.0,
            measured,
        }
    }

    fn is_met(&self) -> bool {
        self.measured <= self.most
    }
}

impl Writing {
    fn of(self, figure: f64) -> String {
        match self {
            Self::Part => format!("1/{:.1}", 1.0 / figure),
            Self::Times => format!("{figure:.2}"),
            Self::Number => format!("{figure:.1}"),
        }
    }
}

/// Prints all of them, each with whether it is met.
pub(crate) fn print(goals: &[Goal]) {
    let mut table = Table::of(["goal", "at most", "measured", "met"]);
    for goal in goals {
        let met = if goal.is_met() { "yes" } else { "**no**" };
        table.row([
            goal.what.clone(),
            goal.writing.of(goal.most),
            goal.writing.of(goal.measured),
            met.to_owned(),
        ]);
    }
    table.print("The goals:");
}
