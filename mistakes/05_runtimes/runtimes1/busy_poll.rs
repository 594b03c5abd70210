//! expects: failed/kept-looking
//! Polls the work in a loop, with a waker that does nothing.

use std::thread;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

/// Runs `work` to its end on a runtime of its own and returns its output. The threads that the
/// runtime starts are called `name`. When this returns, nothing of the runtime is left.
pub fn run<F: Future>(name: &str, work: F) -> F::Output {
    let runtime = Builder::new_multi_thread()
        .thread_name(name)
        .enable_all()
        .build()
        .expect("the runtime starts");
    let _inside = runtime.enter();
    let mut work = std::pin::pin!(work);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = work.as_mut().poll(&mut context) {
            return output;
        }
        thread::yield_now();
    }
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
