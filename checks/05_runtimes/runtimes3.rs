//! What the learner's file must offer:
//! ```
//! pub trait Runtime: Clone + 'static {
//!     fn sleep(&self, time: Duration) -> impl Future<Output = ()>;
//!     fn spawn<T: 'static>(&self, work: impl Future<Output = T> + 'static)
//!         -> impl Future<Output = T>;
//! }
//! pub struct Tokio
//! pub struct Smol { pub executor: Rc<LocalExecutor<'static>> }  // Clone, Default
//! pub async fn ring<R: Runtime>(
//!     runtime: &R,
//!     bells: &[(&'static str, Duration)],
//! ) -> Vec<String>
//! ```

use exercise::{Runtime, Smol, Tokio, ring};
use futures::future::LocalBoxFuture;
use probe::effort::Effort;
use probe::gauge::{Gauge, Inside};
use probe::hook::Hook;
use probe::work::{Given, Work, boxed, unboxed};
use probe::{Checked, Fact, Lab, Run, at_least, ms};
use smol::LocalExecutor;
use std::cell::Cell;
use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::runtime::LocalRuntime;
use tokio::task::{JoinHandle, LocalSet, spawn_local};

probe::checks! {
    /// On both runtimes a wait yields, a task starts by itself, and nothing has to be `Send`.
    waits_and_tasks_work_on_both: wall_clock,
    /// On smol, every bell rings, in the order of their times.
    the_bells_ring_on_smol: wall_clock,
    /// On tokio, every bell rings in that order, too.
    the_bells_ring_on_tokio: wall_clock,
    /// On a third runtime, which cancels dropped tasks, every bell waits on its clock and rings.
    a_runtime_that_nobody_knew,
}

type Bells = Vec<(&'static str, Duration)>;

/// Long enough that its first poll comes before its end.
const WAIT: Duration = ms(50);

/// Long enough to tell a thread that sleeps from one that doesn't.
const LONG_WAIT: Duration = ms(100);

/// How often a thread sleeps in that time when something wakes it at its end.
const FEW_SLEEPS: u64 = 15;

/// The third runtime turns the second bell's wait of `LATE` into `LASTS`, so it rings last.
const LATE: Duration = ms(70);
const LASTS: Duration = ms(150);

/// Far enough from each other that a slow machine rings them in order too.
fn bells(lab: &mut Lab) -> Bells {
    let bells = [("high", 30), ("mellow", 70), ("deep", 110)];
    // Never in the order of their times: otherwise the order of the list would pass.
    let first = lab.random().usize(1..3);
    let mut listed = Vec::new();
    for at in 0..bells.len() {
        let (bell, after) = bells[(first + at) % bells.len()];
        listed.push((bell, ms(after)));
    }
    listed
}

fn in_order_of_time(bells: &Bells) -> Vec<&'static str> {
    let mut left = bells.clone();
    let mut names = Vec::new();
    while let Some(next) = (0..left.len()).min_by_key(|at| left[*at].1) {
        names.push(left.remove(next).0);
    }
    names
}

/// Any runtime, so that `ring` and what it spawns are compiled only once.
#[derive(Clone)]
struct AnyRuntime(Rc<dyn Boxing>);

/// A runtime with boxed futures.
trait Boxing {
    fn sleep_boxed(&self, time: Duration) -> LocalBoxFuture<'_, ()>;
    fn spawn_boxed(&self, work: Work<'static>) -> Work<'_>;
}

impl<R: Runtime> Boxing for R {
    fn sleep_boxed(&self, time: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(self.sleep(time))
    }

    fn spawn_boxed(&self, work: Work<'static>) -> Work<'_> {
        Box::pin(self.spawn(work))
    }
}

impl Runtime for AnyRuntime {
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> {
        self.0.sleep_boxed(time)
    }

    fn spawn<T: 'static>(
        &self,
        work: impl Future<Output = T> + 'static,
    ) -> impl Future<Output = T> {
        let mut task = self.0.spawn_boxed(boxed(work));
        poll_fn(move |context| task.as_mut().poll(context).map(unboxed))
    }
}

fn on_smol<T: 'static>(program: impl AsyncFnOnce(AnyRuntime) -> T) -> T {
    let smol = Smol::default();
    let executor = Rc::clone(&smol.executor);
    unboxed(drive(&executor, boxed(program(AnyRuntime(Rc::new(smol))))))
}

fn drive(executor: &LocalExecutor, work: Work) -> Given {
    smol::block_on(executor.run(work))
}

fn on_tokio<T: 'static>(program: impl AsyncFnOnce(AnyRuntime) -> T) -> T {
    let runtime = LocalRuntime::new().expect("the runtime starts");
    unboxed(runtime.block_on(boxed(program(AnyRuntime(Rc::new(Tokio))))))
}

/// When the order is wrong, it may be because each bell waited for the one before.
fn expect_together(
    lab: &mut Lab,
    what: &str,
    waits: &Bells,
    took: Duration,
    in_order: bool,
) -> Checked {
    let one_by_one = waits.iter().map(|(_, after)| *after).sum();
    if in_order || took < one_by_one {
        return Ok(());
    }
    let longest = waits.iter().map(|(_, after)| *after).max();
    lab.find(Fact::Sequential {
        what: what.into(),
        took_ms: took.as_millis() as u64,
        at_best_ms: longest.unwrap_or_default().as_millis() as u64,
    })
}

async fn the_bells_ring_on_smol(lab: &mut Lab) -> Checked {
    let bells = bells(lab);
    let expected = in_order_of_time(&bells);
    let waits = bells.clone();
    let (rang, effort) = lab.on_a_thread("the carillon on smol", move || {
        let before = Effort::of_this_thread();
        let rang = on_smol(async move |smol| ring(&smol, &bells).await);
        (rang, before.since())
    })?;
    expect_together(
        lab,
        "the bells on smol",
        &waits,
        effort.took,
        rang == expected,
    )?;
    lab.expect_lines("the bells on smol", &rang, &expected)
}

async fn the_bells_ring_on_tokio(lab: &mut Lab) -> Checked {
    let bells = bells(lab);
    let expected = in_order_of_time(&bells);
    let waits = bells.clone();
    let (rang, effort) = lab.on_a_thread("the carillon on tokio", move || {
        let before = Effort::of_this_thread();
        let rang = on_tokio(async move |tokio| ring(&tokio, &bells).await);
        (rang, before.since())
    })?;
    expect_together(
        lab,
        "the bells on tokio",
        &waits,
        effort.took,
        rang == expected,
    )?;
    lab.expect_lines("the bells on tokio", &rang, &expected)
}

async fn waits_and_tasks_work_on_both(lab: &mut Lab) -> Checked {
    let number = lab.random().u32(1..);
    let smol = lab.on_a_thread("a task on smol", move || {
        on_smol(async move |smol| spawned(smol, number).await)
    })?;
    let tokio = lab.on_a_thread("a task on tokio", move || {
        on_tokio(async move |tokio| spawned(tokio, number).await)
    })?;
    for (runtime, seen) in [("smol", smol), ("tokio", tokio)] {
        if let Some(held) = seen.held {
            return lab.find(Fact::BlockedThread {
                what: format!("a wait of {} ms on {runtime}", WAIT.as_millis()),
                held_real_ms: held.as_millis() as u64,
                took_ms: 0,
            });
        }
        if seen.dropped {
            return lab.find(Fact::Broken {
                what: format!("a task was spawned on {runtime}"),
                broken:
                    "it was dropped before its first turn, with the executor that it was given to"
                        .into(),
            });
        }
        let what = format!("a wait of {} ms on {runtime}", LONG_WAIT.as_millis());
        lab.expect_asleep(&what, &seen.effort, FEW_SLEEPS)?;
        if !seen.began {
            let what = format!("a task that was spawned on {runtime} and not awaited yet");
            return lab.find(Fact::NeverRan { what });
        }
        let what = format!("the result of a task on {runtime}");
        lab.expect_eq(&what, seen.result, number)?;
    }
    Ok(())
}

/// What was observed of a wait and a task.
struct Seen {
    /// How long the first poll of the wait took, if the wait was over by then.
    held: Option<Duration>,
    /// The task started before it was awaited.
    began: bool,
    /// The task was dropped before it started.
    dropped: bool,
    /// What the thread did in a wait of `LONG_WAIT`.
    effort: Effort,
    result: u32,
}

/// Nothing here is `Send`.
async fn spawned(runtime: AnyRuntime, number: u32) -> Seen {
    let began = Rc::new(Cell::new(false));
    let (inside, own) = (Rc::clone(&began), runtime.clone());
    let task = runtime.spawn(async move {
        // Moves it in here whole: as long as the task exists, it has this one.
        let inside = inside;
        inside.set(true);
        own.sleep(ms(1)).await;
        let kept = inside;
        kept.get().then_some(number)
    });
    let mut wait = pin!(runtime.sleep(WAIT));
    let polled = Instant::now();
    let held = futures::poll!(wait.as_mut()).is_ready();
    let held = held.then(|| polled.elapsed());
    if held.is_none() {
        wait.await;
    }
    let dropped = !began.get() && Rc::strong_count(&began) == 1;
    let before = Effort::of_this_thread();
    runtime.sleep(LONG_WAIT).await;
    let effort = before.since();
    Seen {
        held,
        dropped,
        effort,
        began: began.get(),
        result: match dropped {
            true => 0,
            false => task.await.unwrap_or_default(),
        },
    }
}

/// A current-thread runtime that cancels a task when its future is dropped.
struct Third {
    sleeps: Hook,
    wakes_late: bool,
    /// The task futures that exist.
    held: Gauge,
}

struct Ends(JoinHandle<Given>, Inside);

impl Boxing for Third {
    fn sleep_boxed(&self, time: Duration) -> LocalBoxFuture<'_, ()> {
        self.sleeps.call();
        // A runtime may wake late. Then the bell rings late too, whatever the list says.
        let late = self.wakes_late && time == LATE;
        Box::pin(tokio::time::sleep(if late { LASTS } else { time }))
    }

    fn spawn_boxed(&self, work: Work<'static>) -> Work<'_> {
        Box::pin(Ends(spawn_local(work), self.held.enter()))
    }
}

impl Future for Ends {
    type Output = Given;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Given> {
        let ended = Pin::new(&mut self.0).poll(context);
        ended.map(|ended| match ended {
            Ok(given) => given,
            Err(error) => resume_unwind(error.into_panic()),
        })
    }
}

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn a_runtime_that_nobody_knew(lab: &mut Lab) -> Checked {
    for wakes_late in [false, true] {
        on_a_third_runtime(lab, wakes_late).await?;
    }
    Ok(())
}

async fn on_a_third_runtime(lab: &mut Lab, wakes_late: bool) -> Checked {
    let bells = bells(lab);
    let mut lasts = bells.clone();
    let mut what = "the bells on a third runtime".to_owned();
    if wakes_late {
        let (asked, took) = (LATE.as_millis(), LASTS.as_millis());
        what.push_str(&format!(", where a wait of {asked} ms lasts {took} ms,"));
        let late = lasts.iter_mut().filter(|(_, after)| *after == LATE);
        late.for_each(|(_, after)| *after = LASTS);
    }
    let sleeps = lab.hook();
    let third = Third {
        sleeps: sleeps.clone(),
        wakes_late,
        held: lab.gauge(),
    };
    let here = LocalSet::new();
    let held = third.held.clone();
    let third = AnyRuntime(Rc::new(third));
    let run = boxed(lab.run(ring(&third, &bells)));
    let run: Run<Vec<String>> = unboxed(here.run_until(run).await);
    lab.expect_lines(&what, &run.value, &in_order_of_time(&lasts))?;
    let asked = "waits that the runtime in use, a third one, was asked for";
    lab.expect_calls(asked, sleeps.calls(), at_least(bells.len() as u64))?;
    let longest = lasts.iter().map(|(_, after)| *after).max();
    lab.expect_overlap(&what, &run, longest.unwrap_or_default())?;
    let what = "the number of task futures that were neither awaited nor dropped";
    lab.expect_eq(what, held.inside(), 0_u64)
}
