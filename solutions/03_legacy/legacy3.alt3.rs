//! # The old scale
//!
//! One thread carries all the answers over, from an old channel to awaited ones.

use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;

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
    let (sender, answer) = oneshot::channel();
    scale.weigh(
        number,
        Box::new(move |outcome| {
            bridge()
                .send((sender, outcome))
                .expect("the bridge stays open");
        }),
    );
    answer.await.unwrap_or(Err(Fault::SwitchedOff))
}

type Answer = Result<u32, Fault>;
type Crossing = (oneshot::Sender<Answer>, Answer);

/// The one thread that carries all the answers over.
fn bridge() -> &'static mpsc::Sender<Crossing> {
    static BRIDGE: OnceLock<mpsc::Sender<Crossing>> = OnceLock::new();
    BRIDGE.get_or_init(|| {
        let (send, crossings) = mpsc::channel::<Crossing>();
        thread::spawn(move || {
            for (sender, outcome) in crossings {
                // An error means that nothing waits for the weight any more, and that's fine.
                let _ = sender.send(outcome);
            }
        });
        send
    })
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
