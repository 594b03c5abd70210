//! # What the attribute wrote
//!
//! Write by hand what `#[tokio::main]` generates: a runtime that drives one future. Its threads
//! need a name that is known only at run time, and an attribute can't take one.
//!
//! A tide office wants to find its program's threads in a list of processes. So the attribute went,
//! and an executor from the crate `futures` took its place. Since then the program only panics. A
//! tokio future needs more than an executor that polls it: its timers, sockets and tasks belong to
//! a runtime.
//!
//! The code behind the attribute is short. It builds a runtime with everything enabled, lets it
//! drive one future to its end, and drops it, which ends every task that is left.

use std::thread;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

/// Runs `work` to its end on a runtime of its own and returns its output. The threads that the
/// runtime starts are called `name`. When this returns, nothing of the runtime is left.
pub fn run<F: Future>(name: &str, work: F) -> F::Output {
    // TODO: this polls `work`, but gives it no runtime to use.
    futures::executor::block_on(work)
}

/// Blinks all night, and prints a line when it is dropped.
struct Lamp;

impl Drop for Lamp {
    fn drop(&mut self) {
        println!("the lamp is put out");
    }
}

async fn blink(_lamp: Lamp) {
    loop {
        sleep(Duration::from_millis(5)).await;
    }
}

fn main() {
    let level = run("tide", async {
        tokio::spawn(blink(Lamp));
        sleep(Duration::from_millis(30)).await;
        println!("high water");
        spawn_blocking(|| thread::current().name().unwrap_or("?").to_string())
            .await
            .expect("it does not panic")
    });
    println!("the level was read on the thread `{level}`");
}
