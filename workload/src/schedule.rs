//! When things are due. An open loop: the moments are fixed before anything begins, and a late one
//! does not put off the next.

use std::thread;
use std::time::{Duration, Instant};

/// What is due in this time is done and not counted.
pub(crate) const WARM_UP: Duration = Duration::from_millis(20);

/// What is due in the time after that is counted.
pub(crate) const MEASURED: Duration = Duration::from_millis(120);

/// Until everybody has been started.
const HEAD_START: Duration = Duration::from_millis(2);

/// Moments at equal distances.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schedule {
    first: Instant,
    every: Duration,
    counted_from: Instant,
}

impl Schedule {
    /// The schedules of `many`, spread evenly so that they are not all due at once.
    pub(crate) fn spread(many: u32, every: Duration) -> impl Iterator<Item = Self> {
        let start = Instant::now() + HEAD_START;
        (0..many).map(move |number| Self {
            first: start + every * number / many,
            every,
            counted_from: start + WARM_UP,
        })
    }

    /// When counting begins.
    pub(crate) fn counted_from(self) -> Instant {
        self.counted_from
    }

    /// Every moment, without end.
    pub(crate) fn moments(self) -> impl Iterator<Item = Instant> {
        (0..).map(move |number| self.first + self.every * number)
    }

    /// Every moment until the measurement is over.
    pub(crate) fn until_over(self) -> impl Iterator<Item = Instant> {
        self.moments()
            .take_while(move |due| *due < self.counted_from + MEASURED)
    }

    /// Notes how late it is for what was due at `due`, if that counts.
    pub(crate) fn note(self, due: Instant, samples: &mut Vec<Duration>) {
        if due >= self.counted_from {
            samples.push(due.elapsed());
        }
    }
}

/// Puts the thread to sleep until `due`.
pub(crate) fn thread_sleep_until(due: Instant) {
    thread::sleep(due.saturating_duration_since(Instant::now()));
}

#[cfg(test)]
mod tests {
    use super::{MEASURED, Schedule, WARM_UP};
    use std::time::Duration;

    #[test]
    fn all_together_are_due_at_equal_distances() {
        let schedules: Vec<_> = Schedule::spread(4, Duration::from_millis(8)).collect();
        let mut moments: Vec<_> = schedules
            .iter()
            .flat_map(|schedule| schedule.moments().take(3))
            .collect();
        moments.sort_unstable();
        let gaps: Vec<_> = moments.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert_eq!(gaps, [Duration::from_millis(2); 11]);
    }

    #[test]
    fn what_is_due_in_the_warm_up_is_not_counted() {
        let every = Duration::from_millis(1);
        let schedule = Schedule::spread(1, every).next().unwrap();
        let mut samples = Vec::new();
        let moments: Vec<_> = schedule.until_over().collect();
        for due in &moments {
            schedule.note(*due, &mut samples);
        }
        assert_eq!(moments.len() as u128, (WARM_UP + MEASURED).as_millis());
        assert_eq!(samples.len() as u128, MEASURED.as_millis());
    }
}
