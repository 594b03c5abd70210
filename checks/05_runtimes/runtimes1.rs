//! What the learner's file must offer:
//! ```
//! pub fn run<F: Future>(name: &str, work: F) -> F::Output
//! ```

use exercise::run;
use probe::hook::Canary;
use probe::{Fact, Lab, ms};
use std::cell::Cell;
use std::panic::resume_unwind;
use std::rc::Rc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

probe::checks! {
    /// Timers, tasks and sockets work in it, and what the work gives comes back.
    timers_tasks_and_sockets_work: wall_clock,
    /// The work may borrow from the caller, and need not be `Send`.
    the_work_stays_with_the_caller: wall_clock,
    /// The threads that the runtime starts bear the name that was asked for.
    its_threads_bear_the_name: wall_clock,
    /// When `run` returns, every task that was left in the runtime is gone.
    nothing_is_left: wall_clock,
}

/// No run here takes longer than a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// What `call` gives on a thread that knows no runtime, or a finding when it does not return.
fn from_main<T: Send + 'static>(
    lab: &mut Lab,
    what: &str,
    call: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (say, said) = channel();
    let thread = thread::spawn(move || say.send(call()).is_ok());
    match said.recv_timeout(PATIENCE) {
        Ok(value) => return Some(value),
        Err(RecvTimeoutError::Disconnected) => {
            if let Err(panic) = thread.join() {
                resume_unwind(panic);
            }
        }
        Err(RecvTimeoutError::Timeout) => lab.find(Fact::Deadlocked {
            what: what.into(),
            tasks: Vec::new(),
            cycle: Vec::new(),
        }),
    }
    None
}

async fn timers_tasks_and_sockets_work(lab: &mut Lab) {
    let name = name(lab);
    let number = lab.random().u8(..);
    let called = name.clone();
    let waited = from_main(lab, "a timer of 10 ms", move || {
        run(&called, async {
            let began = Instant::now();
            sleep(ms(10)).await;
            began.elapsed() >= ms(10)
        })
    });
    let Some(waited) = waited else { return };
    lab.expect_eq("whether the timer of 10 ms waited", waited, true);
    let gave = from_main(lab, "a task that is sent a byte", move || {
        run(&name, async move {
            let (mut here, mut there) = UnixStream::pair().expect("the system has sockets");
            let reader = tokio::spawn(async move { there.read_u8().await.ok() });
            let _written = here.write_u8(number).await;
            reader.await.ok().flatten()
        })
    });
    if let Some(gave) = gave {
        lab.expect_eq("the byte that a task read", gave, Some(number));
    }
}

async fn the_work_stays_with_the_caller(lab: &mut Lab) {
    let name = name(lab);
    let count = from_main(lab, "work that waits twice", move || {
        let mut borrowed = 0;
        let kept = run(&name, async {
            let shared = Rc::new(Cell::new(0));
            for _ in 0..2 {
                borrowed += 1;
                shared.set(shared.get() + 1);
                sleep(ms(1)).await;
            }
            shared.get()
        });
        (borrowed, kept)
    });
    if let Some(count) = count {
        lab.expect_eq("what the work counted", count, (2, 2));
    }
}

async fn its_threads_bear_the_name(lab: &mut Lab) {
    let names = [name(lab), name(lab)];
    for name in names {
        let expected = name.clone();
        let got = from_main(lab, "a blocking call", move || {
            run(&name, async {
                let thread = spawn_blocking(|| thread::current().name().map(str::to_owned));
                thread.await.ok().flatten().unwrap_or_default()
            })
        });
        let Some(got) = got else { return };
        lab.expect_eq("the name of a thread for blocking calls", got, expected);
    }
}

/// What a task keeps that needs its time to go: whoever shuts down in the background and does not
/// wait has returned before.
struct SlowToGo {
    _canary: Canary,
}

impl Drop for SlowToGo {
    fn drop(&mut self) {
        thread::sleep(ms(100));
    }
}

async fn nothing_is_left(lab: &mut Lab) {
    let name = name(lab);
    let drops = lab.drops();
    let left = SlowToGo {
        _canary: drops.canary(),
    };
    let gone = drops.clone();
    let returned = from_main(lab, "a run that leaves a task behind", move || {
        run(&name, async {
            tokio::spawn(async move {
                let _kept = left;
                loop {
                    sleep(ms(1)).await;
                }
            });
            sleep(ms(5)).await;
        });
        gone.count()
    });
    if returned == Some(0) {
        lab.find(Fact::StillRunning {
            what: "the run".into(),
            tasks: vec![Default::default()],
        });
    }
}

/// Another one each time; never the one that the starter shows.
fn name(lab: &mut Lab) -> String {
    let place = lab.pick(&["pier", "buoy", "quay", "lock"]);
    format!("{place}-{}", lab.random().u16(..))
}
