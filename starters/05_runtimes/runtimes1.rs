//! # What the attribute wrote
//!
//! A harbour's tide office runs a small program. Its `main` was an `async fn`, with `#[tokio::main]`
//! above it. Now the office wants to find the program's threads in a long list, by a name that is
//! known only when it runs, and an attribute cannot be told one. So the attribute went, and somebody
//! put an executor of `futures` in its place, which polls any future. Since then it only panics.
//!
//! A future of tokio's needs more than somebody who polls it: its timers, its sockets and its tasks
//! belong to a runtime, and there is none. What the attribute wrote was neither long nor magic. It
//! built a runtime with everything switched on, let it drive one future to its end, and dropped it,
//! which ends every task that is left. Whoever writes it by hand can start one anywhere.

use std::thread;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

/// Drives `work` to its end on a runtime of its own, and gives what `work` gives. The threads that
/// the runtime starts are called `name`. When this returns, nothing of the runtime is left.
pub fn run<F: Future>(name: &str, work: F) -> F::Output {
    // TODO: this polls `work`, and no runtime is there that it could use.
    futures::executor::block_on(work)
}

/// Blinks all night, and says so when it is put out.
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
