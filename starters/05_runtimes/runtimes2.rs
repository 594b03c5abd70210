//! # For callers who cannot await
//!
//! A weather office has a good async client for its stations: it waits without a thread, and a task of
//! its own keeps the line to the station open. But half of the office's programs are plain old
//! functions, so somebody wrapped it for them. They complain: each question costs a whole runtime,
//! and after a minute of silence the station has hung up.
//!
//! A runtime is where a client lives, not something for the length of one call. Its tasks run while
//! somebody drives it, and are dropped with it. So a wrapper needs one runtime, for as long as the
//! client lives, with a thread of its own that drives it between the calls too. And callers are
//! what they are: one day somebody calls the plain function from an async one, where nothing may
//! block on a runtime or drop one.

use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// An async client. What connects it may start tasks for it.
pub trait Client: Send + Sync + 'static {
    fn ask(&self, question: String) -> impl Future<Output = String> + Send;
}

/// The same client for callers who cannot await. Threads may share it, and their questions are on
/// their way at the same time. It may be made, asked and dropped anywhere, in async functions too.
/// With it go the client and the tasks that the client has started.
pub struct Blocking<C> {
    client: C,
}

impl<C: Client> Blocking<C> {
    /// Connects the client by awaiting `connect`.
    pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self {
        // TODO: one runtime for as long as the client lives, which runs between the calls too.
        let runtime = Runtime::new().expect("the system gives threads");
        let client = runtime.block_on(connect);
        Self { client }
    }

    /// Asks, and waits for the answer.
    pub fn ask(&self, question: &str) -> String {
        let runtime = Runtime::new().expect("the system gives threads");
        runtime.block_on(self.client.ask(question.to_string()))
    }
}

/// It hangs up when the task that keeps the line open is gone.
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
