//! expects: failed/lost-wake-up
//! `notify_waiters` is lost when the scale calls before anything waits.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tokio::sync::Notify;

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
    let place = Arc::new((Mutex::new(None), Notify::new()));
    struct Guard(Arc<(Mutex<Option<Result<u32, Fault>>>, Notify)>);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0
                .0
                .lock()
                .unwrap()
                .get_or_insert(Err(Fault::SwitchedOff));
            self.0.1.notify_waiters();
        }
    }
    let guard = Guard(place.clone());
    scale.weigh(
        number,
        Box::new(move |outcome| *guard.0.0.lock().unwrap() = Some(outcome)),
    );
    place.1.notified().await;
    place.0.lock().unwrap().take().unwrap()
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
