//! expects: failed/busy-wait
//! `ask` looks again and again whether the answer is there.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;
use tokio::runtime::Builder;
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
    client: Arc<C>,
    /// `Some` until this is dropped.
    runtime: Option<Runtime>,
}

impl<C: Client> Blocking<C> {
    /// Connects the client by awaiting `connect`.
    pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("the system gives threads");
        let (sender, receiver) = mpsc::channel();
        runtime.spawn(async move { sender.send(connect.await) });
        let client = Arc::new(receiver.recv().expect("it connects"));
        Self {
            client,
            runtime: Some(runtime),
        }
    }

    /// Asks a question, and blocks until the answer is there.
    pub fn ask(&self, question: &str) -> String {
        let (sender, receiver) = mpsc::channel();
        let (client, question) = (self.client.clone(), question.to_string());
        let runtime = self.runtime.as_ref().expect("it is there until the end");
        runtime.spawn(async move { sender.send(client.ask(question).await) });
        loop {
            if let Ok(answer) = receiver.try_recv() {
                return answer;
            }
            std::hint::spin_loop();
        }
    }
}

impl<C> Drop for Blocking<C> {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
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
