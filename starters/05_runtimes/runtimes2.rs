//! # For callers who cannot await
//!
//! Give `Blocking` one runtime that lives as long as the client and also runs between calls. It
//! must work anywhere, even in async code.
//!
//! A weather office has a good async client for its stations; a task of the client keeps the line
//! to the station open. Half of the office's programs are plain functions, so someone wrapped the
//! client. Now every question starts a runtime, and after a minute of silence the station has hung
//! up.
//!
//! A runtime is where a client lives, not something for a single call. Its tasks run only while
//! something drives it, and are dropped with it. So the wrapper needs one runtime, driven by a
//! thread of its own. And one day an async function calls the plain one. There, you can't block on
//! a runtime or drop one.

use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// An async client. Connecting it may spawn tasks for it.
pub trait Client: Send + Sync + 'static {
    fn ask(&self, question: String) -> impl Future<Output = String> + Send;
}

/// The same client for callers who cannot await. Threads can share it, and their questions run at
/// the same time. You can create, ask and drop it anywhere, even in an async function. Dropping it
/// drops the client and ends the tasks that the client has spawned.
pub struct Blocking<C> {
    client: C,
}

impl<C: Client> Blocking<C> {
    /// Connects the client by awaiting `connect`.
    pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self {
        // TODO: keep one runtime for as long as the client lives, and let it run between calls.
        let runtime = Runtime::new().expect("the system gives threads");
        let client = runtime.block_on(connect);
        Self { client }
    }

    /// Asks a question, and blocks until the answer is there.
    pub fn ask(&self, question: &str) -> String {
        let runtime = Runtime::new().expect("the system gives threads");
        runtime.block_on(self.client.ask(question.to_string()))
    }
}

/// Hangs up when the task that keeps the line open is gone.
struct Station {
    line: JoinHandle<()>,
}

impl Station {
    async fn connect() -> Self {
        let line = tokio::spawn(async {
            loop {
                sleep(Duration::from_millis(5)).await;
            }
        });
        Self { line }
    }
}

impl Client for Station {
    async fn ask(&self, question: String) -> String {
        sleep(Duration::from_millis(10)).await;
        match self.line.is_finished() {
            true => format!("{question} (no answer)"),
            false => format!("{question} Wind from the west."),
        }
    }
}

fn main() {
    let station = Blocking::open(Station::connect());
    println!("{}", station.ask("How is it now?"));
    thread::sleep(Duration::from_millis(100));
    println!("{}", station.ask("And after the silence?"));
}
