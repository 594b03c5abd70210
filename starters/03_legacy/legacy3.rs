//! # The old scale
//!
//! A freight hall weighs its crates on a scale whose driver is older than `await`. It takes a
//! callback and returns at once; when the crate has been weighed, it calls. Most old libraries work
//! like that, and each of them can become a coroutine in one place: a function that hands in a
//! callback, and then awaits what the callback brings.
//!
//! Below somebody has tried. The weight does arrive, but see in `main` what becomes of the truck:
//! while the scale takes its time, all the hall stands still.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What the old scale calls when it is done.
pub type Done = Box<dyn FnOnce(Result<u32, Fault>) + Send>;

#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    Overloaded,
    /// The scale was switched off: its callback was dropped and will never be called.
    SwitchedOff,
}

pub trait Scale {
    /// Begins to weigh a crate and returns at once; calls `done` later, maybe on another thread.
    fn weigh(&self, number: u32, done: Done);
}

/// The weight of a crate, to be awaited.
pub async fn weight(scale: &impl Scale, number: u32) -> Result<u32, Fault> {
    // TODO: wait for the callback without holding the thread; and it may be dropped uncalled.
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
