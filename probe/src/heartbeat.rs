//! **heartbeats**: a second task that wants to run every few milliseconds.
//!
//! While the learner's code holds the runtime's thread, it cannot: the beats that are missing
//! are the proof. On the wall clock the number depends on the machine, so ask for a small part
//! of what a quiet machine would give. Better still, let the work itself listen: it goes on
//! until it has heard so many beats, which on a slow machine only takes longer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant as RealInstant};
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval};

/// The second task; it stops when this is dropped.
pub struct Heartbeat {
    beats: Arc<AtomicU64>,
    task: AbortHandle,
}

impl Heartbeat {
    /// Starts to beat.
    pub(crate) fn start(period: Duration) -> Self {
        let beats = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&beats);
        let task = tokio::spawn(async move {
            let mut ticks = interval(period);
            // A burst after a stall would hide the stall.
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
        Self {
            beats,
            task: task.abort_handle(),
        }
    }

    /// How often it has run so far.
    #[must_use]
    pub fn beats(&self) -> u64 {
        self.beats.load(Ordering::Relaxed)
    }

    /// Somebody who hears it from another thread.
    #[must_use]
    pub fn listener(&self) -> Listener {
        Listener(Arc::clone(&self.beats))
    }
}

/// Hears the beats from any thread.
#[derive(Clone)]
pub struct Listener(Arc<AtomicU64>);

impl Listener {
    /// Holds the calling thread until it has heard so many `beats`, or until its real-time
    /// `patience` is over; gives how many it heard. On the runtime's own thread it hears none.
    #[must_use]
    pub fn hear(&self, beats: u64, patience: Duration) -> u64 {
        let (began, before) = (RealInstant::now(), self.0.load(Ordering::Relaxed));
        loop {
            let heard = self.0.load(Ordering::Relaxed) - before;
            if heard >= beats || began.elapsed() >= patience {
                return heard;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::Heartbeat;
    use std::time::Duration;

    const PATIENCE: Duration = Duration::from_millis(50);

    #[tokio::test(flavor = "current_thread")]
    async fn a_listener_on_another_thread_hears_the_beats() {
        let heart = Heartbeat::start(Duration::from_millis(1));
        let ear = heart.listener();
        let heard = tokio::task::spawn_blocking(move || ear.hear(3, Duration::from_secs(10)));
        assert!(heard.await.unwrap() >= 3);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_listener_that_holds_the_runtime_hears_nothing() {
        let heart = Heartbeat::start(Duration::from_millis(1));
        tokio::task::yield_now().await;
        assert_eq!(heart.listener().hear(1, PATIENCE), 0);
    }
}
