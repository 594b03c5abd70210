//! # Step and wake up
//!
//! Before Python had `await`, David Beazley built it out of generators, in front of an audience.
//! The heart of it is a `Task`, which steps through a coroutine, and is called back when what that
//! waits for is there:
//!
//! ```python
//! def step(self):
//!     try:
//!         waits_for = self.coroutine.send(None)  # runs as far as to the next `yield`
//!     except StopIteration:
//!         return
//!     waits_for.add_done_callback(self._wakeup)
//!
//! def _wakeup(self, waits_for):
//!     self.step()
//! ```
//!
//! In Rust `send` is `poll`, and `_wakeup` is a `Waker`. Below it is put into Rust word for word.
//! But a waker may be called at any time: by another task in the middle of its own turn, several
//! times, in the very turn of the task that it wakes, by another thread, and long after the end.

use futures::channel::oneshot;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

type Coroutine = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Gives turns to those tasks that are ready for one.
#[derive(Clone, Default)]
pub struct EventLoop {
    ready: Arc<Mutex<VecDeque<Arc<Task>>>>,
}

impl EventLoop {
    /// A new task, which is ready for its first turn.
    pub fn spawn(&self, coroutine: impl Future<Output = ()> + Send + 'static) {
        let task = Task {
            coroutine: Mutex::new(Some(Box::pin(coroutine))),
            event_loop: self.clone(),
        };
        self.ready.lock().unwrap().push_back(Arc::new(task));
    }

    /// Gives turns, one after another, until no task is ready.
    pub fn run(&self) {
        while let Some(task) = self.next() {
            task.step();
        }
    }

    fn next(&self) -> Option<Arc<Task>> {
        self.ready.lock().unwrap().pop_front()
    }
}

pub struct Task {
    coroutine: Mutex<Option<Coroutine>>,
    pub event_loop: EventLoop,
}

impl Task {
    fn step(self: Arc<Self>) {
        let Some(mut coroutine) = self.coroutine.lock().unwrap().take() else {
            return;
        };
        let waker = Waker::from(self.clone());
        let mut context = Context::from_waker(&waker);
        if coroutine.as_mut().poll(&mut context).is_pending() {
            *self.coroutine.lock().unwrap() = Some(coroutine);
        }
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        // TODO: whoever calls this is busy with something else, and may call it again.
        self.step();
    }
}

fn main() {
    let event_loop = EventLoop::default();
    let (ring, bell) = oneshot::channel();
    event_loop.spawn(async move {
        println!("The waiter waits for the bell.");
        let dish = bell.await.expect("the cook does not leave");
        println!("The waiter serves {dish}.");
    });
    event_loop.spawn(async move {
        println!("The cook cooks and rings.");
        ring.send("a soup").expect("the waiter does not leave");
        println!("The cook wipes the stove.");
    });
    event_loop.run();
}
