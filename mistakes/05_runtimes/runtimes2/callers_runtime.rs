//! expects: failed/panicked
//! Uses the caller's runtime, but in a plain program there is none.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;
use tokio::runtime::Handle;
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
    client: Arc<C>,
    runtime: Handle,
}

impl<C: Client> Blocking<C> {
    /// Connects the client by awaiting `connect`.
    pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self {
        let runtime = Handle::current();
        let client = Arc::new(wait_on(&runtime, connect));
        Self { client, runtime }
    }

    /// Asks a question, and blocks until the answer is there.
    pub fn ask(&self, question: &str) -> String {
        let (client, question) = (Arc::clone(&self.client), question.to_string());
        wait_on(&self.runtime, async move { client.ask(question).await })
    }
}

/// Runs `work` as a task of `runtime`, and blocks the thread until it is done.
fn wait_on<T: Send + 'static>(
    runtime: &Handle,
    work: impl Future<Output = T> + Send + 'static,
) -> T {
    let (sender, receiver) = mpsc::channel();
    runtime.spawn(async move { sender.send(work.await) });
    receiver.recv().expect("the task does not panic")
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
