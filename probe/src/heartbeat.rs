//! **heartbeats**: a second task that wants to run every few milliseconds.
//!
//! While the learner's code holds the runtime's thread, it cannot: the beats that are missing
//! are the proof. On the wall clock the number depends on the machine, so ask for a small part
//! of what a quiet machine would give.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
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
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.task.abort();
    }
}
