//! # For callers who cannot await
//!
//! The wrapper's own thread drives a runtime until the channel of questions closes. Every question
//! brings a channel for its answer, and becomes a task.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
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
    questions: UnboundedSender<(String, mpsc::Sender<String>)>,
    client: std::marker::PhantomData<fn() -> C>,
}

impl<C: Client> Blocking<C> {
    /// Connects the client by awaiting `connect`.
    pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self {
        let (questions, mut asked) = unbounded_channel::<(String, mpsc::Sender<String>)>();
        let (say, connected) = mpsc::channel();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("the runtime starts");
            runtime.block_on(async {
                let client = Arc::new(connect.await);
                let _gone = say.send(());
                while let Some((question, answer)) = asked.recv().await {
                    let client = Arc::clone(&client);
                    tokio::spawn(async move { answer.send(client.ask(question).await) });
                }
            });
        });
        connected.recv().expect("the client connects");
        Self {
            questions,
            client: std::marker::PhantomData,
        }
    }

    /// Asks a question, and blocks until the answer is there.
    pub fn ask(&self, question: &str) -> String {
        let (answer, answered) = mpsc::channel();
        let _gone = self.questions.send((question.to_string(), answer));
        answered.recv().expect("the client answers")
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
