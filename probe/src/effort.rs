//! **effort**: what a thread did while it waited: it slept once, or looked again and again.
//!
//! On the wall clock no poll count tells a busy wait: there need not be any poll. But the system counts the
//! time that a program's threads spend on a processor, and how often each of them goes to sleep. A thread that
//! waits for an answer as it should sleeps once or a few times, and all threads together take next to no
//! processor time. It's known on Linux; elsewhere every expectation holds.

use crate::checked::Checked;
use crate::lab::Lab;
use report::Fact;
use std::time::{Duration, Instant};

/// What the calling thread did up to a moment, or from one moment to another.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    known: bool,
    at: Instant,
    /// Real time.
    pub took: Duration,
    /// Time on a processor, of all threads of the program.
    pub busy: Duration,
    /// How often this thread went to sleep.
    pub sleeps: u64,
}

impl Effort {
    /// Looks at the calling thread.
    #[must_use]
    pub fn of_this_thread() -> Self {
        let usage = usage();
        let (busy, sleeps) = usage.unwrap_or_default();
        Self {
            known: usage.is_some(),
            at: Instant::now(),
            took: Duration::ZERO,
            busy,
            sleeps,
        }
    }

    /// What the thread did since: to be called on the same one.
    #[must_use]
    pub fn since(self) -> Self {
        let now = Self::of_this_thread();
        Self {
            known: now.known,
            at: now.at,
            took: now.at - self.at,
            busy: now.busy.saturating_sub(self.busy),
            sleeps: now.sleeps.saturating_sub(self.sleeps),
        }
    }
}

impl Lab {
    /// A thread that waited slept meanwhile: [`Fact::BusyWait`] when it never did, or when the program was on
    /// a processor for more than a quarter of that time; [`Fact::KeptLooking`] when it went to sleep more than
    /// `sleeps` times. Let it wait for 100 ms or longer, so that what else it does counts little.
    pub fn expect_asleep(&mut self, what: &str, effort: &Effort, sleeps: u64) -> Checked {
        let never_slept = effort.known && effort.sleeps == 0;
        if never_slept || effort.busy * 4 > effort.took {
            return self.find(Fact::BusyWait {
                what: what.into(),
                busy_real_ms: effort.busy.as_millis() as u64,
                took_real_ms: effort.took.as_millis() as u64,
            });
        } else if effort.sleeps > sleeps {
            return self.find(Fact::KeptLooking {
                what: what.into(),
                looks: effort.sleeps,
                took_ms: effort.took.as_millis() as u64,
            });
        }
        Ok(())
    }
}

#[cfg(target_os = "linux")]
fn usage() -> Option<(Duration, u64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let all = getrusage(UsageWho::RUSAGE_SELF).ok()?;
    let micros = (all.user_time() + all.system_time()).num_microseconds();
    let thread = getrusage(UsageWho::RUSAGE_THREAD).ok()?;
    let sleeps = thread.voluntary_context_switches();
    Some((
        Duration::from_micros(micros.try_into().ok()?),
        sleeps.try_into().ok()?,
    ))
}

#[cfg(not(target_os = "linux"))]
fn usage() -> Option<(Duration, u64)> {
    None
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::Effort;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    #[test]
    fn a_thread_that_spins_is_busy_and_one_that_sleeps_is_counted() {
        let before = Effort::of_this_thread();
        let began = Instant::now();
        // By its own time on a processor: a loaded machine only makes it last longer.
        while before.since().busy < Duration::from_millis(20) {
            assert!(began.elapsed() < Duration::from_secs(60));
        }
        let before = Effort::of_this_thread();
        for _ in 0..10 {
            sleep(Duration::from_millis(1));
        }
        let effort = before.since();
        assert!(effort.sleeps >= 10, "{effort:?}");
        assert!(effort.took >= Duration::from_millis(10), "{effort:?}");
    }
}
