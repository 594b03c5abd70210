//! expects: failed/other-thread
//! A thread takes the step of a woken task.

use futures::channel::oneshot;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

type Coroutine = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Gives a turn to each task that is ready for one.
#[derive(Clone, Default)]
pub struct EventLoop {
    ready: Arc<Mutex<VecDeque<Arc<Task>>>>,
}

impl EventLoop {
    /// Adds a task, which is ready for its first turn.
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
        std::thread::spawn(move || self.step());
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
