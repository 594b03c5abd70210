//! expects: failed/panicked
//! The runtime is dropped with the wrapper, wherever that may be.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
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
    client: Arc<C>,
    runtime: Runtime,
}

impl<C: Client> Blocking<C> {
    /// Connects the client by awaiting `connect`.
    pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("the system gives threads");
        let client = Arc::new(wait_on(&runtime, connect));
        Self { client, runtime }
    }

    /// Asks, and waits for the answer.
    pub fn ask(&self, question: &str) -> String {
        let (client, question) = (Arc::clone(&self.client), question.to_string());
        wait_on(&self.runtime, async move { client.ask(question).await })
    }
}

/// Lets a task of `runtime` do the work, and holds the thread until it is done.
fn wait_on<T: Send + 'static>(
    runtime: &Runtime,
    work: impl Future<Output = T> + Send + 'static,
) -> T {
    let (sender, receiver) = mpsc::channel();
    runtime.spawn(async move { sender.send(work.await) });
    receiver.recv().expect("the task does not panic")
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
