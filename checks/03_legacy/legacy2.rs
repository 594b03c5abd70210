//! What the learner's file must offer:
//! ```
//! pub struct EventLoop;  // Default
//! impl EventLoop {
//!     pub fn spawn(&self, coroutine: impl Future<Output = ()> + Send + 'static)
//!     pub fn run(&self)
//! }
//! ```

use exercise::EventLoop;
use probe::{Checked, Fact, Lab, exactly};
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Poll, Waker};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

probe::checks! {
    /// A task that wasn't woken, or that has finished, gets no turn.
    no_turn_without_need,
    /// A task that wakes another one finishes its own turn first; the woken task runs after it.
    the_turn_comes_later,
    /// Tasks get their turns in the order in which they were woken.
    first_woken_first_served,
    /// A task that is woken in the middle of its own turn gets another turn.
    woken_in_its_own_turn,
    /// A task that is woken several times before its turn gets a single turn.
    woken_often_one_turn,
    /// Another thread can wake a task, even while the loop isn't running.
    woken_by_a_thread,
}

/// Far too many polls of a task that waits. It then says that it's done, so a wrong answer doesn't
/// poll it forever.
const ENOUGH: u64 = 100;

/// What a task of this check shares with its observers.
#[derive(Clone, Default)]
struct Sleeper(Arc<Mutex<Slept>>);

#[derive(Default)]
struct Slept {
    polls: u64,
    up: bool,
    waker: Option<Waker>,
}

/// The thread of the checks, on which every loop runs.
static HOME: OnceLock<ThreadId> = OnceLock::new();
/// A task had a step on another one.
static ELSEWHERE: AtomicBool = AtomicBool::new(false);
/// After so long, a thread that takes a step has taken it.
const PATIENCE: Duration = Duration::from_millis(300);

fn note_step() {
    let home = *HOME.get_or_init(|| thread::current().id());
    if thread::current().id() != home {
        ELSEWHERE.store(true, Ordering::Release);
    }
}

/// Every step is taken on the thread that runs the loop. When the others are `complete`, there is none to
/// wait for.
fn expect_here(lab: &mut Lab, complete: bool) -> Checked {
    let began = Instant::now();
    while !ELSEWHERE.load(Ordering::Acquire) {
        if complete || began.elapsed() > PATIENCE {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(1));
    }
    lab.find(Fact::OtherThread {
        what: "a step of a woken task".into(),
    })
}

impl Sleeper {
    fn with<T>(&self, look: impl FnOnce(&mut Slept) -> T) -> T {
        look(&mut self.0.lock().expect("nothing panics while it is locked"))
    }

    /// Keeps its waker at each poll. Is done once `is_up` was called, which comes before the
    /// wake-up.
    fn sleep(&self) -> impl Future<Output = ()> + Send + 'static {
        let sleeper = self.clone();
        poll_fn(move |context| {
            note_step();
            sleeper.with(|slept| {
                slept.polls += 1;
                slept.waker = Some(context.waker().clone());
                match slept.up || slept.polls >= ENOUGH {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                }
            })
        })
    }

    fn is_up(&self) {
        self.with(|slept| slept.up = true);
    }

    /// Wakes the task, if it has had a turn.
    fn wake(&self) {
        if let Some(waker) = self.with(|slept| slept.waker.clone()) {
            waker.wake();
        }
    }

    fn polls(&self) -> u64 {
        self.with(|slept| slept.polls)
    }
}

fn event_loop() -> EventLoop {
    note_step();
    EventLoop::default()
}

async fn the_turn_comes_later(lab: &mut Lab) -> Checked {
    let event_loop = event_loop();
    let journal = lab.journal();
    let sleeper = Sleeper::default();
    event_loop.spawn({
        let (journal, sleep) = (journal.clone(), sleeper.sleep());
        async move {
            journal.note("the waiter waits");
            sleep.await;
            journal.note("the waiter serves");
        }
    });
    event_loop.run();
    event_loop.spawn({
        let (journal, sleeper) = (journal.clone(), sleeper.clone());
        async move {
            journal.note("the cook rings");
            sleeper.is_up();
            sleeper.wake();
            journal.note("the cook wipes the stove");
        }
    });
    event_loop.run();
    let expected = [
        "the waiter waits",
        "the cook rings",
        "the cook wipes the stove",
        "the waiter serves",
    ];
    expect_here(lab, journal.lines() == expected)?;
    lab.expect_lines("the events", &journal.lines(), &expected)
}

async fn first_woken_first_served(lab: &mut Lab) -> Checked {
    let event_loop = event_loop();
    let journal = lab.journal();
    let mut names = ["Ann", "Bob", "Cleo", "Dan"];
    let sleepers = names.map(|name| {
        let sleeper = Sleeper::default();
        let (journal, sleep) = (journal.clone(), sleeper.sleep());
        event_loop.spawn(async move {
            sleep.await;
            journal.note(name);
        });
        (name, sleeper)
    });
    event_loop.run();
    // Neither the order in which they were spawned nor its reverse.
    let order = lab.pick(&[[1, 0, 3, 2], [2, 0, 3, 1], [1, 3, 0, 2]]);
    for at in order {
        sleepers[at].1.is_up();
        sleepers[at].1.wake();
    }
    event_loop.run();
    names = order.map(|at| sleepers[at].0);
    expect_here(lab, journal.lines() == names)?;
    lab.expect_lines("the turns of the woken tasks", &journal.lines(), &names)
}

async fn woken_in_its_own_turn(lab: &mut Lab) -> Checked {
    let event_loop = event_loop();
    let turns = lab.random().u64(3..8);
    let seen = lab.hook();
    event_loop.spawn({
        let seen = seen.clone();
        poll_fn(move |context| {
            note_step();
            seen.call();
            if seen.calls() == turns {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
    });
    event_loop.run();
    expect_here(lab, seen.calls() == turns)?;
    let what = format!("turns of a task that woke itself in {} of them", turns - 1);
    lab.expect_calls(&what, seen.calls(), exactly(turns))
}

async fn woken_often_one_turn(lab: &mut Lab) -> Checked {
    let event_loop = event_loop();
    let times = lab.random().u64(3..7);
    let sleeper = Sleeper::default();
    event_loop.spawn(sleeper.sleep());
    event_loop.run();
    for _ in 0..times {
        sleeper.wake();
    }
    event_loop.run();
    expect_here(lab, sleeper.polls() == 2)?;
    let what =
        format!("turns of a task (its first one, and those after {times} wake-ups in a row)");
    lab.expect_calls(&what, sleeper.polls(), exactly(2))
}

async fn woken_by_a_thread(lab: &mut Lab) -> Checked {
    let event_loop = event_loop();
    let sleeper = Sleeper::default();
    event_loop.spawn(sleeper.sleep());
    event_loop.run();
    let other = sleeper.clone();
    let thread = std::thread::spawn(move || {
        other.is_up();
        other.wake();
    });
    if thread.join().is_err() {
        return lab.find(Fact::Broken {
            what: "a wake-up from another thread".into(),
            broken: "that thread panicked".into(),
        });
    }
    event_loop.run();
    expect_here(lab, sleeper.polls() == 2)?;
    let what = "turns of a task (its first one, and the one after another thread woke it)";
    lab.expect_calls(what, sleeper.polls(), exactly(2))
}

async fn no_turn_without_need(lab: &mut Lab) -> Checked {
    let event_loop = event_loop();
    let sleeper = Sleeper::default();
    event_loop.spawn(sleeper.sleep());
    event_loop.run();
    event_loop.run();
    let what = "turns of a task that was never woken";
    lab.expect_calls(what, sleeper.polls(), exactly(1))?;

    sleeper.is_up();
    sleeper.wake();
    event_loop.run();
    if sleeper.polls() < 2 {
        // Other checks judge whether a woken task gets its turn.
        return Ok(());
    }
    sleeper.wake();
    event_loop.run();
    let what = "turns of a task that was woken again after it had finished in its second turn";
    lab.expect_calls(what, sleeper.polls(), exactly(2))
}
