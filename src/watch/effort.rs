//! What an exercise has taken: time and attempts, in this session. Pure: time comes in.

use std::time::Duration;

/// What an exercise has taken so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effort {
    /// Saves that were judged, until the first that passed.
    attempts: usize,
    /// Time spent in earlier visits.
    before: Duration,
    /// When the visit began that is still going on.
    since: Option<Duration>,
    /// What it took to pass.
    taken: Option<Taken>,
}

/// What a pass has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Saves that were judged.
    pub attempts: usize,
    /// Time with the exercise at hand.
    pub time: Duration,
}

impl Effort {
    /// The exercise is at hand from `now` on.
    pub fn arrive(&mut self, now: Duration) {
        self.since = Some(now);
    }

    /// Another one is at hand.
    pub fn leave(&mut self, now: Duration) {
        self.before = self.spent(now);
        self.since = None;
    }

    /// A save was judged. What comes after a pass no longer counts.
    pub fn attempt(&mut self, passed: bool, now: Duration) {
        if self.taken.is_some() {
            return;
        }
        self.attempts += 1;
        self.taken = passed.then(|| Taken {
            attempts: self.attempts,
            time: self.spent(now),
        });
    }

    /// What it took to pass, if it passed in this session.
    #[must_use]
    pub fn taken(&self) -> Option<Taken> {
        self.taken
    }

    fn spent(&self, now: Duration) -> Duration {
        let visit = self.since.map(|since| now.saturating_sub(since));
        self.before + visit.unwrap_or_default()
    }
}

impl Taken {
    /// In words: "3 attempts in 12 minutes".
    #[must_use]
    pub fn in_words(self) -> String {
        let attempts = match self.attempts {
            1 => "1 attempt".to_owned(),
            attempts => format!("{attempts} attempts"),
        };
        format!("{attempts} in {}", time(self.time))
    }
}

fn time(time: Duration) -> String {
    let counted = |count: u64, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let seconds = time.as_secs();
    match (seconds / 3600, seconds / 60 % 60) {
        (0, 0) => counted(seconds.max(1), "second"),
        (0, minutes) => counted(minutes, "minute"),
        (hours, 0) => counted(hours, "hour"),
        (hours, minutes) => format!(
            "{} and {}",
            counted(hours, "hour"),
            counted(minutes, "minute")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{Effort, Taken, time};
    use std::time::Duration;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn time_elsewhere_does_not_count_and_neither_does_what_follows_a_pass() {
        let mut effort = Effort::default();
        effort.arrive(s(10));
        effort.attempt(false, s(20));
        effort.leave(s(30));
        effort.arrive(s(1000));
        assert_eq!(effort.taken(), None);
        effort.attempt(true, s(1040));
        effort.attempt(false, s(2000));
        effort.attempt(true, s(3000));
        let taken = Taken {
            attempts: 2,
            time: s(60),
        };
        assert_eq!(effort.taken(), Some(taken));
        assert_eq!(taken.in_words(), "2 attempts in 1 minute");
    }

    #[test]
    fn a_time_is_told_as_people_do() {
        assert_eq!(time(s(0)), "1 second");
        assert_eq!(time(s(59)), "59 seconds");
        assert_eq!(time(s(150)), "2 minutes");
        assert_eq!(time(s(3600)), "1 hour");
        assert_eq!(time(s(3661)), "1 hour and 1 minute");
    }
}
