//! expects: failed/too-many-calls
//! Weighs each crate twice and returns the second weight.

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
    let mut outcome = Err(Fault::SwitchedOff);
    for _ in 0..2 {
        let (sender, answer) = tokio::sync::oneshot::channel();
        scale.weigh(number, Box::new(move |outcome| drop(sender.send(outcome))));
        outcome = answer.await.unwrap_or(Err(Fault::SwitchedOff));
    }
    outcome
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
