//! What the learner's file must offer:
//! ```
//! pub fn run<F: Future>(name: &str, work: F) -> F::Output
//! ```

use futures::future::BoxFuture;
use probe::effort::Effort;
use probe::hook::Canary;
use probe::work::into_place;
use probe::{Checked, Fact, Lab, ms};
use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

probe::checks! {
    /// Timers, tasks and sockets work, and `run` returns what the work returns.
    timers_tasks_and_sockets_work: wall_clock,
    /// While the work waits, the thread sleeps.
    the_thread_sleeps: wall_clock,
    /// The work may borrow from the caller, and needn't be `Send`.
    the_work_stays_with_the_caller: wall_clock,
    /// The threads that the runtime starts have the requested name.
    its_threads_bear_the_name: wall_clock,
    /// When `run` returns, every task that was left on the runtime is gone.
    nothing_is_left: wall_clock,
}

/// Far more polls, or sleeps, than one timer takes.
const MANY_POLLS: u64 = 15;

async fn timers_tasks_and_sockets_work(lab: &mut Lab) -> Checked {
    let name = name(lab);
    let number = lab.random().u8(..);
    let called = name.clone();
    let waited = lab.on_a_thread("a timer of 10 ms", move || {
        run(&called, async {
            let began = Instant::now();
            sleep(ms(10)).await;
            began.elapsed() >= ms(10)
        })
    })?;

    lab.expect_eq("whether the timer of 10 ms waited", waited, Some(true))?;
    let gave = lab.on_a_thread("a task that reads from a socket", move || {
        run(&name, async move {
            let (mut here, mut there) = UnixStream::pair().expect("the system has sockets");
            let read = Arc::new(OnceLock::new());
            let kept = Arc::clone(&read);
            let reader: BoxFuture<()> = Box::pin(async move {
                if let Ok(byte) = there.read_u8().await {
                    kept.get_or_init(|| byte);
                }
            });
            let reader = tokio::spawn(reader);
            let _written = here.write_u8(number).await;
            let _ended = reader.await;
            read.get().copied()
        })
        .flatten()
    })?;
    lab.expect_eq("the byte that a task read", gave, Some(number))
}

async fn the_thread_sleeps(lab: &mut Lab) -> Checked {
    let name = name(lab);
    let (polls, effort) = lab.on_a_thread("a timer of 100 ms", move || {
        let mut polls = 0;
        let before = Effort::of_this_thread();
        run(&name, async {
            let mut timer = pin!(sleep(ms(100)));
            poll_fn(|context| {
                polls += 1;
                timer.as_mut().poll(context)
            })
            .await;
        });
        (polls, before.since())
    })?;
    // Once at first, and once when the time is over; a few more do no harm.
    if polls > MANY_POLLS {
        return lab.find(Fact::KeptLooking {
            what: "`run`".into(),
            looks: polls,
            took_ms: effort.took.as_millis() as u64,
        });
    }
    lab.expect_asleep("`run`", &effort, MANY_POLLS)
}

async fn the_work_stays_with_the_caller(lab: &mut Lab) -> Checked {
    let name = name(lab);
    let count = lab.on_a_thread("work that waits twice", move || {
        let mut borrowed = 0;
        // Not boxed, so code that requires `Send` is told about this future.
        let kept = exercise::run(&name, async {
            let shared = Rc::new(Cell::new(0));
            for _ in 0..2 {
                borrowed += 1;
                shared.set(shared.get() + 1);
                sleep(ms(1)).await;
            }
            shared.get()
        });
        (borrowed, kept)
    })?;
    lab.expect_eq("the counts of the work", count, (2, 2))
}

async fn its_threads_bear_the_name(lab: &mut Lab) -> Checked {
    let names = [name(lab), name(lab)];
    for name in names {
        let expected = name.clone();
        let got = lab.on_a_thread("a blocking call", move || {
            run(&name, async {
                let its_name = spawn_blocking(name_of_this_thread as fn() -> String);
                its_name.await.unwrap_or_default()
            })
            .unwrap_or_default()
        })?;

        lab.expect_eq("the name of the thread for blocking calls", got, expected)?;
    }
    Ok(())
}

fn name_of_this_thread() -> String {
    thread::current().name().unwrap_or_default().to_owned()
}

/// Owned by a task, and slow to drop: a shutdown in the background returns before it is gone.
struct SlowToGo {
    _canary: Canary,
}

impl Drop for SlowToGo {
    fn drop(&mut self) {
        thread::sleep(ms(100));
    }
}

async fn nothing_is_left(lab: &mut Lab) -> Checked {
    let name = name(lab);
    let drops = lab.drops();
    let left = SlowToGo {
        _canary: drops.canary(),
    };
    let gone = drops.clone();
    let returned = lab.on_a_thread("a run that leaves a task behind", move || {
        run(&name, async {
            let task: BoxFuture<()> = Box::pin(async move {
                let _kept = left;
                loop {
                    sleep(ms(1)).await;
                }
            });
            tokio::spawn(task);
            sleep(ms(5)).await;
        });
        gone.count()
    })?;
    if returned == 0 {
        return lab.find(Fact::StillRunning {
            what: "the run".into(),
            tasks: vec![Default::default()],
        });
    }
    Ok(())
}

/// Another name each time, and never the starter's.
fn name(lab: &mut Lab) -> String {
    let place = lab.pick(&["pier", "buoy", "quay", "lock"]);
    format!("{place}-{}", lab.random().u16(..))
}

/// The learner's `run` for work of any type, compiled once. What the work gives is of no type that an answer
/// could find fault with.
fn run<T>(name: &str, work: impl Future<Output = T>) -> Option<T> {
    let mut given = None;
    exercise::run(name, into_place(&mut given, work));
    given
}
