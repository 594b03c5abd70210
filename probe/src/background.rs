//! What a check lets go on beside the learner's code: a task, a thread.
//!
//! They are those of tokio and of the standard library. Spawned here, they are compiled once, with the
//! probe: `tokio::spawn` of a future of a check's own is a third of what many a check compiles.
//!
//! Nothing is measured of them, and no finding names them. A task that findings should call by a name is
//! spawned with [`crate::Lab::spawn`]; a call of the learner's code that must not see the runtime goes through
//! [`crate::Lab::on_a_thread`].
//!
//! ```
//! let counting = probe::background::thread(|| (1..=4).sum::<u32>());
//! assert_eq!(counting.join(), Ok(10));
//! ```

use crate::work::unboxed;
use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::thread::{self, JoinHandle};

/// Spawns a task on the check's runtime. It goes on until its end, or the check's.
///
/// # Panics
/// Outside of a runtime.
#[track_caller]
pub fn task(future: impl Future<Output = ()> + Send + 'static) {
    boxed_task(Box::pin(future));
}

#[track_caller]
fn boxed_task(future: Pin<Box<dyn Future<Output = ()> + Send>>) {
    tokio::spawn(future);
}

/// Starts a thread. It knows no runtime, and goes on by itself when what is returned is dropped.
pub fn thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Thread<T> {
    Thread {
        thread: boxed_thread(Box::new(|| Box::new(work()))),
        gives: PhantomData,
    }
}

fn boxed_thread(work: Call) -> JoinHandle<Given> {
    thread::spawn(work)
}

/// Waits for a thread, and gives what its work gave.
pub struct Thread<T> {
    thread: JoinHandle<Given>,
    gives: PhantomData<fn() -> T>,
}

/// Work for a thread, whatever it is: what starts and hears it is compiled once, with the probe.
pub(crate) type Call = Box<dyn FnOnce() -> Given + Send>;

/// What such work gives.
pub(crate) type Given = Box<dyn Any + Send>;

impl<T: 'static> Thread<T> {
    /// Whether the work is done, or has panicked.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.thread.is_finished()
    }

    /// What the work gave, as soon as it is done: until then this holds the thread that calls.
    ///
    /// # Errors
    /// What the work said when it panicked.
    pub fn join(self) -> Result<T, String> {
        Ok(unboxed(given(self.thread)?))
    }
}

fn given(thread: JoinHandle<Given>) -> Result<Given, String> {
    thread.join().map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        text.unwrap_or("a value that is not text").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{task, thread};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::channel;

    #[tokio::test(flavor = "current_thread")]
    async fn a_task_has_its_turn_when_the_check_waits_and_not_before() {
        let had_a_turn = Arc::new(AtomicBool::new(false));
        let other = Arc::clone(&had_a_turn);
        task(async move { other.store(true, Ordering::Relaxed) });
        assert!(!had_a_turn.load(Ordering::Relaxed));
        tokio::task::yield_now().await;
        assert!(had_a_turn.load(Ordering::Relaxed));
    }

    #[test]
    fn a_thread_gives_what_its_work_gave_whatever_its_type() {
        assert_eq!(thread(|| "done".to_owned()).join(), Ok("done".to_owned()));
        assert_eq!(thread(|| ()).join(), Ok(()));
    }

    #[test]
    fn a_thread_that_panicked_gives_what_it_said() {
        let panics = || -> u8 { std::panic::resume_unwind(Box::new("on purpose")) };
        assert_eq!(thread(panics).join(), Err("on purpose".to_owned()));
    }

    #[test]
    fn a_thread_is_done_when_its_work_is() {
        let (go_on, waits) = channel::<()>();
        let waiting = thread(move || waits.recv().is_err());
        assert!(!waiting.is_done());
        drop(go_on);
        assert_eq!(waiting.join(), Ok(true));
        let done = thread(|| ());
        while !done.is_done() {
            std::hint::spin_loop();
        }
    }
}
