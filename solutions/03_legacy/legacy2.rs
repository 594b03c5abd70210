//! # Step and wake up
//!
//! `wake` only puts the task into the queue, and the loop calls `step`. A task is in the queue at
//! most once. It can get there again as soon as its turn begins, so a wake-up during a turn counts
//! for the next one.

use futures::channel::oneshot;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
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
            is_ready: AtomicBool::new(true),
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
    event_loop: EventLoop,
    is_ready: AtomicBool,
}

impl Task {
    fn step(self: Arc<Self>) {
        self.is_ready.store(false, Ordering::Release);
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
        if !self.is_ready.swap(true, Ordering::AcqRel) {
            let ready = self.event_loop.ready.clone();
            ready.lock().unwrap().push_back(self);
        }
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
