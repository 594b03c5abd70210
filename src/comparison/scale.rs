//! One axis for all workloads: logarithmic, because a tenth of a millisecond and a tenth of a second
//! are both to be seen on it.

use super::{Comparison, span};

/// From one power of ten to another, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    lowest: i32,
    highest: i32,
}

impl Scale {
    /// Everything that was measured lies on it.
    #[must_use]
    pub fn of(comparison: &Comparison) -> Self {
        // Nothing faster than a microsecond is told apart, nor slower than a quarter of an hour.
        let decade = |us: f64| us.clamp(1.0, 1e9).log10();
        let figures = || comparison.figures();
        let least = figures().map(|one| decade(one.median_us)).reduce(f64::min);
        let most = figures().map(|one| decade(one.p99_us)).reduce(f64::max);
        let lowest = least.unwrap_or(0.0).floor() as i32;
        let highest = most.unwrap_or(1.0).ceil() as i32;
        Self {
            lowest,
            highest: highest.max(lowest + 1),
        }
    }

    /// Where `us` lies on an axis of the length `length`: from 0 to `length`.
    #[must_use]
    pub fn place(self, us: f64, length: f64) -> f64 {
        let all = f64::from(self.highest - self.lowest);
        let decades = us.max(1e-3).log10() - f64::from(self.lowest);
        (decades / all).clamp(0.0, 1.0) * length
    }

    /// The powers of ten, and what is written at them.
    pub fn ticks(self) -> impl Iterator<Item = (f64, String)> {
        (self.lowest..=self.highest).map(|decade| {
            let us = 10_f64.powi(decade);
            (us, span(us).replace(".0", ""))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;
    use crate::comparison::tests::{compared, usual};

    #[test]
    fn the_axis_goes_from_power_to_power_of_ten_around_all_that_was_measured() {
        let scale = Scale::of(&compared(usual));
        let ticks: Vec<String> = scale.ticks().map(|(_, label)| label).collect();
        assert_eq!(ticks, ["10 µs", "100 µs", "1 ms", "10 ms", "100 ms"]);
        assert_eq!(scale.place(10.0, 40.0), 0.0);
        assert_eq!(scale.place(1_000.0, 40.0), 20.0);
        assert_eq!(scale.place(1e9, 40.0), 40.0);
    }

    #[test]
    fn an_axis_has_a_length_even_if_all_is_the_same() {
        let scale = Scale::of(&compared(|_, _, _| (100.0, 100.0)));
        assert_eq!(scale.ticks().count(), 2);
        assert_eq!(
            Scale::of(&compared(|_, _, _| (0.0, 0.0))).ticks().count(),
            2
        );
    }
}
