//! What the learner's file must offer:
//! ```
//! pub enum Fault { Offline, Unreadable { page: u32 } }  // Debug, Clone, PartialEq
//! pub type Search = Box<dyn futures01::Future<Item = Option<u32>, Error = Fault> + Send>;
//! pub trait Archive { fn find(&self, film: &str) -> Search; }
//! pub async fn place_of(archive: &impl Archive, film: &str) -> Result<String, Fault>
//! ```

use exercise::{Archive, Fault, Search, place_of};
use futures01::task::{self, Task};
use futures01::{Async, Future as OldFuture, Poll};
use probe::background;
use probe::gauge::{Gauge, Inside};
use probe::{Checked, Fact, Lab, exactly, ms};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};
use tokio::time::sleep;

probe::checks! {
    /// `place_of` leaves the thread free while it waits, and needs no other thread.
    the_thread_is_given_back: wall_clock,
    /// Every result and every error of the search reaches the caller unchanged.
    all_that_a_search_may_bring: wall_clock,
    /// `place_of` sleeps until the search notifies it.
    it_sleeps_until_notified,
    /// Dropping the future of `place_of` drops the search.
    dropped,
}

/// Set by the first check for code that blocks or waits on another thread. Checks in which only the
/// clock or a wake-up brings the answer skip such code: it would hang.
static CANNOT_WAIT: AtomicBool = AtomicBool::new(false);

/// An archive whose searches follow a script.
#[derive(Clone)]
struct Cellar {
    found: Result<Option<u32>, Fault>,
    /// The number of polls at which it is not ready and notifies its task at once.
    pending: u32,
    /// How long each poll blocks the thread.
    slow: Duration,
    seen: Arc<Mutex<Seen>>,
    /// Counts the searches that are alive.
    alive: Gauge,
}

#[derive(Default)]
struct Seen {
    threads: Vec<ThreadId>,
    searches: u64,
    /// The task to notify, from the last poll.
    task: Option<Task>,
    /// The answer has arrived.
    there: bool,
}

impl Cellar {
    fn new(lab: &Lab, found: Result<Option<u32>, Fault>, pending: u32) -> Self {
        Self {
            found,
            pending,
            slow: Duration::ZERO,
            seen: Arc::default(),
            alive: lab.gauge(),
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().expect("never poisoned"))
    }
}

impl Archive for Cellar {
    fn find(&self, _film: &str) -> Search {
        self.with(|seen| seen.searches += 1);
        Box::new(Looking {
            _alive: self.alive.enter(),
            cellar: self.clone(),
        })
    }
}

struct Looking {
    cellar: Cellar,
    _alive: Inside,
}

impl OldFuture for Looking {
    type Item = Option<u32>;
    type Error = Fault;

    fn poll(&mut self) -> Poll<Option<u32>, Fault> {
        thread::sleep(self.cellar.slow);
        let task = task::current();
        let at_once = self.cellar.pending != u32::MAX;
        let there = self.cellar.with(|seen| {
            seen.threads.push(thread::current().id());
            seen.task = Some(task.clone());
            seen.there
        });
        if there || self.cellar.pending == 0 {
            return self.cellar.found.clone().map(Async::Ready);
        }
        if at_once {
            self.cellar.pending -= 1;
            task.notify();
        }
        Ok(Async::NotReady)
    }
}

fn film(lab: &mut Lab) -> &'static str {
    lab.pick(&["Sunrise", "Intolerance", "The Kid", "Pandora's Box"])
}

async fn the_thread_is_given_back(lab: &mut Lab) -> Checked {
    let film = film(lab);
    let cellar = Cellar {
        slow: ms(8),
        ..Cellar::new(lab, Ok(Some(3)), 5)
    };
    let had_a_turn = Arc::new(AtomicBool::new(false));
    let other = had_a_turn.clone();
    background::task(async move { other.store(true, Ordering::Relaxed) });
    let began = Instant::now();
    let polled = lab.poll_when_woken(async {
        let place = place_of(&cellar, film).await;
        (place, began.elapsed(), had_a_turn.load(Ordering::Relaxed))
    });
    let polled = polled.await;
    let here = thread::current().id();
    if cellar.with(|seen| seen.threads.iter().any(|thread| *thread != here)) {
        CANNOT_WAIT.store(true, Ordering::Relaxed);
        return lab.expect_threads("`place_of`", 1, 0);
    }
    if let Some((_, held, false)) = polled.value {
        CANNOT_WAIT.store(true, Ordering::Relaxed);
        return lab.find(Fact::ExecutorHeld {
            what: "`place_of`".into(),
            longest_poll_real_ms: held.as_millis() as u64,
            beats: 0,
            at_least_beats: 1,
        });
    }
    lab.expect_woken("`place_of`", &polled, 7)
}

async fn all_that_a_search_may_bring(lab: &mut Lab) -> Checked {
    let (film, shelf) = (film(lab), lab.random().u32(20..99));
    let page = lab.random().u32(20..99);
    let on_shelf = format!("{film} is on shelf {shelf}");
    let not_here = format!("{film} is not here");
    let unreadable = Fault::Unreadable { page };
    for (what, found, expected) in [
        ("a film that is there", Ok(Some(shelf)), Ok(on_shelf)),
        ("a film that isn't there", Ok(None), Ok(not_here)),
        (
            "an unreadable page",
            Err(unreadable.clone()),
            Err(unreadable),
        ),
        (
            "an archive that is offline",
            Err(Fault::Offline),
            Err(Fault::Offline),
        ),
    ] {
        let cellar = Cellar::new(lab, found, 0);
        let got = place_of(&cellar, film).await;
        lab.expect_eq(&format!("the result for {what}"), got, expected)?;
        let searches = cellar.with(|seen| seen.searches);
        lab.expect_calls(&format!("searches for {what}"), searches, exactly(1))?;
    }
    Ok(())
}

async fn it_sleeps_until_notified(lab: &mut Lab) -> Checked {
    if CANNOT_WAIT.load(Ordering::Relaxed) {
        return Ok(());
    }
    let cellar = Cellar::new(lab, Ok(Some(5)), u32::MAX);
    let searching = cellar.clone();
    background::task(async move {
        sleep(ms(300)).await;
        let task = searching.with(|seen| {
            seen.there = true;
            seen.task.take()
        });
        if let Some(task) = task {
            task.notify();
        }
    });
    let polled = lab.poll_when_woken(place_of(&cellar, "Metropolis")).await;
    lab.expect_woken("`place_of`", &polled, 2)?;
    lab.expect_yields("`place_of`", polled.polls, probe::at_most(5))
}

async fn dropped(lab: &mut Lab) -> Checked {
    if CANNOT_WAIT.load(Ordering::Relaxed) {
        return Ok(());
    }
    let cellar = Cellar::new(lab, Ok(None), 3);
    lab.cancel_sweep(
        "`place_of`",
        || Cellar {
            alive: Gauge::default(),
            ..cellar.clone()
        },
        async |cellar| drop(place_of(cellar, "Metropolis").await),
        async |cellar| match cellar.alive.inside() {
            0 => Ok(()),
            _ => Err("the search is still running, and nothing waits for its result".into()),
        },
    )
    .await
}
