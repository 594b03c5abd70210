//! # At home on two runtimes
//!
//! A carillon rings its bells. In the tower it runs on tokio; now it is to run on a ferry too, whose
//! small computer runs smol. What it needs of a runtime is little, and written down: to wait, and to
//! start a task. But below that line everything still says tokio, and the ferry stays silent.
//!
//! A future is a future anywhere; timers and tasks are not. A timer of tokio's wants a clock of tokio's
//! behind it. And when a task's handle is dropped, tokio lets the task run on, and smol ends it. Code
//! for more than one runtime asks for little, and counts on no habit of any of them.

use futures::StreamExt;
use futures::channel::mpsc;
use smol::LocalExecutor;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::LocalRuntime;

/// What the program needs of a runtime. Nothing has to be `Send`: one thread is enough.
pub trait Runtime: Clone + 'static {
    /// Waits so long, or a little longer.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;

    /// Starts a task. Some runtimes end it when the future of its result is dropped.
    fn spawn<T: 'static>(&self, work: impl Future<Output = T> + 'static)
    -> impl Future<Output = T>;
}

/// The runtime of the tower.
#[derive(Clone)]
pub struct Tokio;

impl Runtime for Tokio {
    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn spawn<T: 'static>(
        &self,
        work: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> {
        let task = tokio::task::spawn_local(work);
        async { task.await.expect("no bell panics") }
    }
}

/// The runtime of the ferry.
#[derive(Clone, Default)]
pub struct Smol {
    pub executor: Rc<LocalExecutor<'static>>,
}

impl Runtime for Smol {
    // TODO: these two are still tokio's.
    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn spawn<T: 'static>(
        &self,
        work: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> {
        let task = tokio::task::spawn_local(work);
        async { task.await.expect("no bell panics") }
    }
}

/// Every bell waits for its time, all of them together, and then rings; gives their names in the
/// order in which they rang.
pub async fn ring<R: Runtime>(runtime: &R, bells: &[(&'static str, Duration)]) -> Vec<String> {
    let (rang, heard) = mpsc::unbounded();
    for &(bell, after) in bells {
        let rang = rang.clone();
        // TODO: and so is all of this.
        tokio::task::spawn_local(async move {
            tokio::time::sleep(after).await;
            let _nobody_listens = rang.unbounded_send(bell.to_string());
        });
    }
    drop(rang);
    heard.collect().await
}

fn main() {
    let bells = [("great", 60), ("small", 20), ("cracked", 40)];
    let bells = bells.map(|(bell, after)| (bell, Duration::from_millis(after)));

    let tower = LocalRuntime::new().expect("the runtime starts");
    println!("in the tower: {:?}", tower.block_on(ring(&Tokio, &bells)));

    let ferry = Smol::default();
    let ringing = ferry.executor.run(ring(&ferry, &bells));
    println!("on the ferry: {:?}", smol::block_on(ringing));
}
