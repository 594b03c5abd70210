//! What the learner's file must offer:
//! ```
//! pub type Done = Box<dyn FnOnce(Result<u32, Fault>) + Send>;
//! pub enum Fault { Overloaded, SwitchedOff }  // Debug, Clone, PartialEq
//! pub trait Scale { fn weigh(&self, number: u32, done: Done); }
//! pub async fn weight(scale: &impl Scale, number: u32) -> Result<u32, Fault>
//! ```

use exercise::{Done, Fault, Scale, weight};
use probe::background;
use probe::work::into_place;
use probe::{Checked, Fact, Lab, Run, at_most, exactly, ms};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

probe::checks! {
    /// While a crate is weighed, other tasks run, and the waiting task sleeps until the scale
    /// calls.
    others_run_meanwhile: wall_clock,
    /// The scale's answer arrives unchanged, whenever it calls and from whichever thread.
    the_answer_arrives: wall_clock,
    /// A scale that drops its callback counts as switched off; a slow one doesn't.
    a_dropped_callback_is_a_fault,
    /// A crate is weighed when its weight is awaited, not before.
    nothing_is_weighed_early,
    /// When nothing waits for the weight any more, the scale may still call, and nothing breaks.
    nothing_waits_any_more,
}

/// How many turns the other task gets before the scale calls.
const BEATS: u64 = 15;
/// After this long without a turn, none will come. No right answer ever waits this long.
const PATIENCE: Duration = ms(1_000);
/// Once is enough; a few more do no harm.
const WAKES: u64 = 5;
/// A scale that was told so often will be told forever.
const TOO_OFTEN: u64 = 50;
/// The scale has called long ago: who was not woken in this time never will be.
const LONG_AGO: Duration = Duration::from_secs(4);
/// How many crates are weighed at once.
const CRATES: u32 = 20;
/// A thread per crate would be more than this.
const A_FEW_THREADS: u64 = 5;

/// A scale of this check, by what it does when it's told to weigh. All have one type, so what the
/// learner wrote for any scale is compiled only once.
struct Told<'a> {
    weigh: Box<dyn Fn(u32, Done) + Send + Sync + 'a>,
    weighings: AtomicU64,
}

fn told<'a>(weigh: impl Fn(u32, Done) + Send + Sync + 'a) -> Told<'a> {
    Told {
        weigh: Box::new(weigh),
        weighings: AtomicU64::new(0),
    }
}

impl Scale for Told<'_> {
    fn weigh(&self, number: u32, done: Done) {
        // Who weighs again and again would never come to an end.
        match self.weighings.fetch_add(1, Ordering::Relaxed) < TOO_OFTEN {
            true => (self.weigh)(number, done),
            false => done(Ok(0)),
        }
    }
}

impl Told<'_> {
    /// Awaits a weight, unless nobody will wake it. Its crate is weighed once.
    async fn weighed(&self, lab: &mut Lab, number: u32) -> Checked<Run<Result<u32, Fault>>> {
        let mut given = None;
        let weighing = into_place(&mut given, weight(self, number));
        let awaited = lab.awaited("`weight`", LONG_AGO, weighing).await;
        let weighings = self.weighings.load(Ordering::Relaxed);
        lab.expect_calls("weighings of a single crate", weighings, at_most(1))?;
        match awaited {
            // It is there as soon as the future has come to its end.
            Ok(run) => Ok(run.with(given.unwrap_or(Err(Fault::SwitchedOff)))),
            Err(fact) => lab.find(fact),
        }
    }
}

/// A crate that is being weighed.
type Weighing<'a> = Pin<Box<dyn Future<Output = Result<u32, Fault>> + 'a>>;

/// Awaits all of these at once, like `join_all`. That one is made for thousands, and would take as
/// long to compile as half of this check.
async fn all_of(mut crates: Vec<Weighing<'_>>) -> Vec<Result<u32, Fault>> {
    let mut weights = Vec::new();
    for _ in &crates {
        weights.push(None);
    }
    poll_fn(|context| {
        let mut waits = false;
        for (weighing, weight) in crates.iter_mut().zip(&mut weights) {
            if weight.is_none() {
                match weighing.as_mut().poll(context) {
                    Poll::Ready(kilograms) => *weight = Some(kilograms),
                    Poll::Pending => waits = true,
                }
            }
        }
        match waits {
            true => Poll::Pending,
            false => Poll::Ready(()),
        }
    })
    .await;
    let mut all = Vec::new();
    for weight in weights {
        if let Some(weight) = weight {
            all.push(weight);
        }
    }
    all
}

/// Callbacks of scales that are still weighing.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<Vec<(u32, Done)>>>);

impl Waiting {
    fn add(&self, number: u32, done: Done) {
        self.0
            .lock()
            .expect("nothing panics while it is locked")
            .push((number, done));
    }

    fn take(&self) -> Vec<(u32, Done)> {
        std::mem::take(&mut self.0.lock().expect("nothing panics while it is locked"))
    }
}

/// The scale calls when the other task has had enough turns, so a slow machine only takes longer.
async fn others_run_meanwhile(lab: &mut Lab) -> Checked {
    let heart = lab.heartbeat(ms(5));
    let kilograms = lab.random().u32(50..500);
    let heard = Arc::new(Mutex::new((0, Duration::ZERO)));
    let scale = told(|_, done| {
        let (listener, heard) = (heart.listener(), heard.clone());
        background::thread(move || {
            let began = Instant::now();
            let beats = listener.hear(BEATS, PATIENCE);
            *heard.lock().expect("nothing panics while it is locked") = (beats, began.elapsed());
            done(Ok(kilograms));
        });
    });
    let run = scale.weighed(lab, 4).await?;
    let (beats, took) = *heard.lock().expect("nothing panics while it is locked");
    if took.is_zero() && run.longest_poll < PATIENCE / 2 {
        // An answer that didn't wait has no weight.
        return lab.expect_eq("the weight that was awaited", run.value, Ok(kilograms));
    }
    if beats < BEATS {
        return lab.find(Fact::ExecutorHeld {
            what: "`weight`".into(),
            longest_poll_real_ms: run.longest_poll.max(took).as_millis() as u64,
            beats: beats.min(heart.beats()),
            at_least_beats: BEATS,
        });
    }
    lab.expect_yields("`weight`", run.yields, at_most(WAKES))?;
    many_wait_on_one_thread(lab).await
}

/// Only for answers that don't block: nothing else calls the callbacks.
async fn many_wait_on_one_thread(lab: &mut Lab) -> Checked {
    let waiting = Waiting::default();
    let scale = told(|number, done| waiting.add(number, done));
    let before = lab.memory();
    let mut crates: Vec<Weighing> = Vec::new();
    let mut expected = Vec::new();
    for number in 0..CRATES {
        crates.push(Box::pin(weight(&scale, number)));
        expected.push(Ok::<_, Fault>(1_000 + number));
    }
    let mut crates = pin!(all_of(crates));
    let early = timeout(ms(50), &mut crates).await;
    let threads = lab.memory().threads_since(&before);
    // The last one first: each crate must get its own weight.
    for (number, done) in waiting.take().into_iter().rev() {
        done(Ok(1_000 + number));
    }
    let weights = match early {
        Ok(weights) => weights,
        Err(_) => crates.await,
    };
    let what = format!("waiting for {CRATES} crates at once");
    lab.expect_threads(&what, threads.unwrap_or(0), A_FEW_THREADS)?;
    let weighings = scale.weighings.load(Ordering::Relaxed);
    let what = format!("weighings of {CRATES} crates");
    lab.expect_calls(&what, weighings, at_most(CRATES.into()))?;
    lab.expect_eq("the weights of all the crates", weights, expected)
}

async fn the_answer_arrives(lab: &mut Lab) -> Checked {
    let number = lab.random().u32(100..999);
    let kilograms = lab.random().u32(50..500);
    for outcome in [
        Ok(kilograms),
        Err(Fault::Overloaded),
        Err(Fault::SwitchedOff),
    ] {
        let at_once = told(|number, done| done(outcome.clone().map(|it| it + number)));
        let expected = outcome.clone().map(|it| it + number);
        let got = at_once.weighed(lab, number).await?.value;
        lab.expect_eq(
            "the answer from a scale that calls at once",
            got,
            expected.clone(),
        )?;
        let thread = told(|number, done| {
            let answer = outcome.clone().map(|it| it + number);
            background::thread(move || {
                thread::sleep(ms(10));
                done(answer);
            });
        });
        let got = thread.weighed(lab, number).await?.value;
        lab.expect_eq(
            "the answer from a scale that calls on another thread",
            got,
            expected,
        )?;
    }
    Ok(())
}

async fn a_dropped_callback_is_a_fault(lab: &mut Lab) -> Checked {
    let scale = told(|_, done| drop(done));
    let got = weight(&scale, 3).await;
    let expected = Err(Fault::SwitchedOff);
    let weighings = scale.weighings.load(Ordering::Relaxed);
    lab.expect_calls("weighings of a single crate", weighings, exactly(1))?;
    lab.expect_eq(
        "the weight on a scale that drops its callback",
        got,
        expected,
    )?;
    a_slow_scale_is_no_fault(lab).await
}

/// The clock is virtual: two hours pass as soon as every task waits for them.
async fn a_slow_scale_is_no_fault(lab: &mut Lab) -> Checked {
    let kilograms = lab.random().u32(50..500);
    let waiting = Waiting::default();
    let scale = told(|number, done| {
        waiting.add(number, done);
        call_after_a_while(waiting.clone());
    });
    let mut weighing: Weighing = Box::pin(weight(&scale, 3));
    let early = timeout(Duration::from_secs(2 * 60 * 60), &mut weighing).await;
    let callbacks = waiting.take();
    let still_waiting = !callbacks.is_empty();
    for (_, done) in callbacks {
        done(Ok(kilograms));
    }
    let got = match early {
        Ok(got) => got,
        Err(_) => weighing.await,
    };
    if still_waiting {
        let what = "the weight on a scale that takes two hours";
        lab.expect_eq(what, got, Ok(kilograms))?;
    }
    Ok(())
}

/// Without this, a `weight` that blocks would wait forever.
fn call_after_a_while(waiting: Waiting) {
    background::thread(move || {
        thread::sleep(ms(500));
        for (_, done) in waiting.take() {
            done(Ok(0));
        }
    });
}

async fn nothing_is_weighed_early(lab: &mut Lab) -> Checked {
    let scale = told(|_, done| done(Ok(10)));
    let coroutine = weight(&scale, 3);
    // A spawned task gets its turn here.
    sleep(ms(10)).await;
    let early = scale.weighings.load(Ordering::Relaxed);
    let _ = coroutine.await;
    if early > 0 {
        let what = "the weighing".into();
        return lab.find(Fact::RanEarly { what });
    }
    let weighings = scale.weighings.load(Ordering::Relaxed);
    lab.expect_calls("weighings of a single crate", weighings, exactly(1))
}

async fn nothing_waits_any_more(lab: &mut Lab) -> Checked {
    let waiting = Waiting::default();
    let scale = told(|number, done| {
        waiting.add(number, done);
        call_after_a_while(waiting.clone());
    });
    let mut step = lab.step(weight(&scale, 3));
    let poll = step.poll();
    drop(step);
    if poll.is_pending() {
        for (_, done) in waiting.take() {
            done(Ok(77));
        }
    }
    Ok(())
}
