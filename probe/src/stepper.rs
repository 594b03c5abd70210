//! **polls**: a future driven by hand, one poll at a time.
//!
//! Use it to see what happens at the first poll and not before, whether a future asks to be
//! woken, and whether it does anything when it was not. The waker is the stepper's own, so a
//! timer or a channel of the runtime wakes it like any other.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// A future that is polled only when told to.
///
/// ```
/// let mut step = probe::stepper::Stepper::new(tokio::task::yield_now());
/// assert!(step.poll().is_pending());
/// assert!(step.poll().is_ready());
/// ```
pub struct Stepper<F: Future> {
    future: Pin<Box<F>>,
    wakes: Arc<Wakes>,
    polls: u64,
}

#[derive(Default)]
struct Wakes(AtomicU64);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl<F: Future> Stepper<F> {
    /// Takes the future; does not poll it yet.
    pub fn new(future: F) -> Self {
        Self {
            future: Box::pin(future),
            wakes: Arc::default(),
            polls: 0,
        }
    }

    /// Polls once.
    pub fn poll(&mut self) -> Poll<F::Output> {
        self.polls += 1;
        let waker = Waker::from(Arc::clone(&self.wakes));
        self.future.as_mut().poll(&mut Context::from_waker(&waker))
    }

    /// How often it was polled.
    pub fn polls(&self) -> u64 {
        self.polls
    }

    /// How often it asked to be polled again.
    pub fn wakes(&self) -> u64 {
        self.wakes.0.load(Ordering::Relaxed)
    }
}
