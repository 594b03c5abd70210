//! How late things were: the median, and what only one in a hundred is worse than.

use std::time::Duration;

/// What a run's samples come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lateness {
    pub(crate) samples: usize,
    pub(crate) median: Duration,
    pub(crate) p99: Duration,
}

impl Lateness {
    /// None of no samples.
    pub(crate) fn of(mut samples: Vec<Duration>) -> Option<Self> {
        samples.sort_unstable();
        Some(Self {
            samples: samples.len(),
            median: percentile(&samples, 50)?,
            p99: percentile(&samples, 99)?,
        })
    }
}

/// The nearest rank: a value that was measured, never one in between.
fn percentile(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::Lateness;
    use std::time::Duration;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let samples: Vec<_> = (1..=200).rev().map(Duration::from_millis).collect();
        let lateness = Lateness::of(samples).unwrap();
        assert_eq!(lateness.median, Duration::from_millis(100));
        assert_eq!(lateness.p99, Duration::from_millis(198));
    }

    #[test]
    fn one_stall_that_holds_back_two_in_a_hundred_is_seen_in_the_p99() {
        let mut samples = vec![Duration::from_millis(1); 98];
        samples.extend([Duration::from_millis(50), Duration::from_millis(40)]);
        assert_eq!(
            Lateness::of(samples).unwrap().p99,
            Duration::from_millis(40)
        );
    }

    #[test]
    fn of_nothing_there_is_no_median() {
        assert_eq!(Lateness::of(Vec::new()), None);
    }
}
