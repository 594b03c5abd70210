//! expects: interface-mismatch/not-send
//! Starts a named thread with a runtime on it, so the work would have to move there.

use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

/// Runs `work` to its end on a runtime of its own and returns its output. The threads that the
/// runtime starts are called `name`. When this returns, nothing of the runtime is left.
pub fn run<F: Future<Output: Send> + Send>(name: &str, work: F) -> F::Output {
    thread::scope(|scope| {
        let runtime = Runtime::new().expect("the system gives threads");
        let thread = thread::Builder::new().name(name.to_string());
        let thread = thread.spawn_scoped(scope, move || runtime.block_on(work));
        let thread = thread.expect("the system gives threads");
        thread.join().expect("the work does not panic")
    })
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
