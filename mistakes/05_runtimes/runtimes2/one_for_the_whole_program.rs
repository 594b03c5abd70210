//! expects: failed/still-running
//! Uses one runtime for the whole program: the client goes, but the task it spawned runs forever.

use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// An async client. Connecting it may spawn tasks for it.
pub trait Client: Send + Sync + 'static {
    fn ask(&self, question: String) -> impl Future<Output = String> + Send;
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
pub struct Blocking<C> {
    client: Arc<C>,
}
impl<C: Client> Blocking<C> {
    pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self {
        let (tx, rx) = std::sync::mpsc::channel();
        RUNTIME.spawn(async move {
            let _ = tx.send(connect.await);
        });
        let client = Arc::new(rx.recv().unwrap());
        Self { client }
    }
    pub fn ask(&self, question: &str) -> String {
        let (tx, rx) = std::sync::mpsc::channel();
        let (client, question) = (self.client.clone(), question.to_string());
        RUNTIME.spawn(async move {
            let _ = tx.send(client.ask(question).await);
        });
        rx.recv().unwrap()
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
