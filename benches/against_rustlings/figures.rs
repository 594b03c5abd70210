//! Figures in tables of Markdown.

use std::fmt::Display;
use std::time::Duration;

/// The figure in the middle; of an even number of them the mean of the two there.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let half = figures.len() / 2;
    match figures.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => f64::midpoint(figures[half - 1], figures[half]),
        _ => figures[half],
    }
}

/// The time in the middle, in milliseconds.
pub(crate) fn median_ms(times: &[Duration]) -> f64 {
    median(
        times
            .iter()
            .map(|time| time.as_secs_f64() * 1000.0)
            .collect(),
    )
}

/// Milliseconds.
pub(crate) fn ms(figure: f64) -> String {
    format!("{figure:.0}")
}

/// Milliseconds, in seconds.
pub(crate) fn seconds(figure: f64) -> String {
    format!("{:.2}", figure / 1000.0)
}

/// Kilobytes, in megabytes.
pub(crate) fn megabytes(kilobytes: u64) -> String {
    format!("{}", kilobytes / 1024)
}

/// How many times smaller one figure is than another.
pub(crate) fn part(ours: f64, theirs: f64) -> String {
    format!("1/{:.1}", theirs / ours)
}

/// A table in the making.
pub(crate) struct Table(Vec<String>);

impl Table {
    /// With these `columns`.
    pub(crate) fn of<const N: usize>(columns: [&str; N]) -> Self {
        Self(vec![row(columns), format!("|{}", "---|".repeat(N))])
    }

    /// One row more.
    pub(crate) fn row<const N: usize>(&mut self, cells: [impl Display; N]) {
        self.0.push(row(cells));
    }

    /// Prints it under its `title`.
    pub(crate) fn print(&self, title: &str) {
        println!("\n{title}\n\n{}", self.0.join("\n"));
    }
}

fn row<const N: usize>(cells: [impl Display; N]) -> String {
    let cells = cells.map(|cell| format!(" {cell} |"));
    format!("|{}", cells.concat())
}
