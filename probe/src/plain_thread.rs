//! Calls on a thread that knows no runtime, as a `main` without one makes them.
//!
//! For what the learner's code may do only outside of a runtime: start one, or block on one. The check's
//! own thread waits meanwhile, in real time, so this is for `wall_clock` checks. A call that does not
//! return in [`PATIENCE`] is taken for one that never will; its thread is left behind.

use crate::background::{Call, Given};
use crate::checked::Checked;
use crate::lab::Lab;
use crate::work::unboxed;
use report::Fact;
use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How long a call may take. What a check asks for there takes milliseconds.
pub const PATIENCE: Duration = Duration::from_secs(2);

impl Lab {
    /// What `call` gives on such a thread.
    ///
    /// # Errors
    /// [`Fact::Deadlocked`] of `what` when it does not return.
    ///
    /// # Panics
    /// When `call` does.
    pub fn on_a_thread<T: Send + 'static>(
        &mut self,
        what: &str,
        call: impl FnOnce() -> T + Send + 'static,
    ) -> Checked<T> {
        self.on_a_thread_for(what, PATIENCE, call)
    }

    /// The same, for a call that may take longer.
    ///
    /// # Errors
    /// [`Fact::Deadlocked`] of `what` when it does not return in `patience`.
    ///
    /// # Panics
    /// When `call` does.
    pub fn on_a_thread_for<T: Send + 'static>(
        &mut self,
        what: &str,
        patience: Duration,
        call: impl FnOnce() -> T + Send + 'static,
    ) -> Checked<T> {
        let given = self.erased(what, patience, Box::new(move || Box::new(call())))?;
        Ok(unboxed(given))
    }

    fn erased(&mut self, what: &str, patience: Duration, call: Call) -> Checked<Given> {
        let (say, said) = channel();
        let thread = thread::spawn(move || say.send(call()).is_ok());
        match said.recv_timeout(patience) {
            Ok(value) => Ok(value),
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => resume_unwind(panic),
                Ok(_) => unreachable!("a thread that has not panicked has said what it was given"),
            },
            Err(RecvTimeoutError::Timeout) => self.find(Fact::Deadlocked {
                what: what.into(),
                tasks: Vec::new(),
                cycle: Vec::new(),
            }),
        }
    }
}
