//! # Step and wake up
//!
//! Here a turn keeps the lock on its coroutine, but waking the task doesn't need that lock. To
//! know whether a task is in the queue, `wake` looks there.

use futures::channel::oneshot;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

type Queue = Mutex<VecDeque<Arc<Task>>>;

/// Gives a turn to each task that is ready for one.
#[derive(Default)]
pub struct EventLoop {
    ready: Arc<Queue>,
}

impl EventLoop {
    /// Adds a task, which is ready for its first turn.
    pub fn spawn(&self, coroutine: impl Future<Output = ()> + Send + 'static) {
        let task = Task {
            turn: Mutex::new(Turn::Next(Box::pin(coroutine))),
            ready: self.ready.clone(),
        };
        Arc::new(task).wake();
    }

    /// Gives turns, one after another, until no task is ready.
    pub fn run(&self) {
        loop {
            let next = self.ready.lock().unwrap().pop_front();
            let Some(task) = next else {
                return;
            };
            let waker = Waker::from(task.clone());
            let mut turn = task.turn.lock().unwrap();
            if let Turn::Next(coroutine) = &mut *turn {
                let poll = coroutine.as_mut().poll(&mut Context::from_waker(&waker));
                if let Poll::Ready(()) = poll {
                    *turn = Turn::Over;
                }
            }
        }
    }
}

enum Turn {
    Next(Pin<Box<dyn Future<Output = ()> + Send>>),
    Over,
}

pub struct Task {
    turn: Mutex<Turn>,
    ready: Arc<Queue>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        let queue = self.ready.clone();
        let mut ready = queue.lock().unwrap();
        if !ready.iter().any(|other| Arc::ptr_eq(other, &self)) {
            ready.push_back(self);
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
