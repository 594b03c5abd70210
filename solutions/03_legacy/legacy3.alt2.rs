//! # The old scale
//!
//! The same by hand: a place for the answer and for the waker of the task that waits. Something in
//! the callback notices when it's dropped.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

/// What the old scale calls when it's done.
pub type Done = Box<dyn FnOnce(Result<u32, Fault>) + Send>;

#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    Overloaded,
    /// The scale was switched off: it dropped the callback and will never call it.
    SwitchedOff,
}

pub trait Scale {
    /// Starts to weigh a crate and returns at once. Calls `done` later, maybe on another thread.
    fn weigh(&self, number: u32, done: Done);
}

#[derive(Default)]
struct Place {
    answer: Option<Result<u32, Fault>>,
    waiting: Option<Waker>,
}

struct Caller(Arc<Mutex<Place>>);

impl Caller {
    fn answer(&self, outcome: Result<u32, Fault>) {
        let mut place = self.0.lock().unwrap();
        place.answer.get_or_insert(outcome);
        if let Some(waker) = place.waiting.take() {
            waker.wake();
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.answer(Err(Fault::SwitchedOff));
    }
}

/// Returns the weight of a crate.
pub async fn weight(scale: &impl Scale, number: u32) -> Result<u32, Fault> {
    let place = Arc::new(Mutex::new(Place::default()));
    let caller = Caller(place.clone());
    scale.weigh(number, Box::new(move |outcome| caller.answer(outcome)));
    poll_fn(|context| {
        let mut place = place.lock().unwrap();
        place.waiting = Some(context.waker().clone());
        place.answer.take().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

struct OldScale;

impl Scale for OldScale {
    fn weigh(&self, number: u32, done: Done) {
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(10));
            done(if number < 20 {
                Ok(30 * number)
            } else {
                Err(Fault::Overloaded)
            });
        });
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let weighing = async {
        for number in [7, 20] {
            match weight(&OldScale, number).await {
                Ok(kilograms) => println!("Crate {number} weighs {kilograms} kg."),
                Err(fault) => println!("Crate {number}: {fault:?}."),
            }
        }
    };
    let others = async { println!("Meanwhile a truck is unloaded.") };
    tokio::join!(weighing, others);
}
