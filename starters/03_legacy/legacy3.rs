//! # The old scale
//!
//! A freight hall weighs its crates on a scale whose driver is older than `await`. The driver
//! takes a callback, returns at once, and calls back when the crate has been weighed. Make
//! `weight` wait for that call without blocking the thread.
//!
//! Most old libraries work like that. Each one can become async in a single place: a function that
//! passes in a callback, and then awaits what the callback brings.
//!
//! Below is a first attempt. The weight does arrive, but see in `main` what happens to the truck:
//! while the scale takes its time, the whole hall stands still.

use std::sync::mpsc;
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

/// Returns the weight of a crate.
pub async fn weight(scale: &impl Scale, number: u32) -> Result<u32, Fault> {
    // TODO: wait for the callback without blocking the thread. It may also be dropped uncalled.
    let (sender, answer) = mpsc::channel();
    scale.weigh(
        number,
        Box::new(move |outcome| sender.send(outcome).unwrap()),
    );
    answer.recv().unwrap()
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
