//! expects: failed/broken
//! `Smol::spawn` makes an executor of its own, which nothing runs.

use futures::StreamExt;
use futures::channel::mpsc;
use smol::LocalExecutor;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::LocalRuntime;

/// What the program needs from a runtime. Nothing has to be `Send`: one thread is enough.
pub trait Runtime: Clone + 'static {
    /// Waits for `time`, or a little longer.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;

    /// Starts a task. Some runtimes cancel it when the returned future is dropped.
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
    async fn sleep(&self, time: Duration) {
        smol::Timer::after(time).await;
    }

    fn spawn<T: 'static>(
        &self,
        work: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> {
        LocalExecutor::new().spawn(work)
    }
}

/// Every bell waits for its time, all of them at once, and then rings. Returns their names in the
/// order in which they rang.
pub async fn ring<R: Runtime>(runtime: &R, bells: &[(&'static str, Duration)]) -> Vec<String> {
    let (rang, heard) = mpsc::unbounded();
    let mut tasks = Vec::new();
    for &(bell, after) in bells {
        let (rang, runtime_too) = (rang.clone(), runtime.clone());
        tasks.push(runtime.spawn(async move {
            runtime_too.sleep(after).await;
            let _nobody_listens = rang.unbounded_send(bell.to_string());
        }));
    }
    drop(rang);
    futures::future::join_all(tasks).await;
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
