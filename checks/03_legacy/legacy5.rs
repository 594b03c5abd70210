//! What the learner's file must offer:
//! ```
//! pub type Answer = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;
//! pub type Telegraph = Arc<dyn Fn(String) -> Answer + Send + Sync>;
//! pub async fn forecast(telegraph: &Telegraph, town: &str) -> Result<String, String>
//! ```

use exercise::{Answer, Telegraph, forecast};
use futures_util::TryFutureExt;
use futures_util::compat::Future01CompatExt;
use futures01::Future as OldFuture;
use probe::background;
use probe::journal::Journal;
use probe::{Checked, Fact, Lab, ms};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

probe::checks! {
    /// The forecast leaves the thread free while it waits, and uses no futures 0.1.
    nothing_old_is_left: wall_clock,
    /// North and south are asked at the same time: the first answer counts, the other is dropped.
    the_first_wind_counts: wall_clock,
    /// The old map is requested only after the new one was refused.
    the_old_map: wall_clock,
    /// An error counts as the first answer, too.
    a_fault_that_comes_first: wall_clock,
    /// When both answers are ready at the same time, north counts, whichever woke the task first.
    both_at_once: wall_clock,
    /// The forecast sleeps until an answer wakes it.
    it_sleeps_meanwhile: wall_clock,
    /// Dropping the forecast drops its open questions, and it asks no more.
    dropped: wall_clock,
}

// Nothing here sleeps: an answer is ready at its n-th poll, and wakes its task for each one. So
// answers arrive even in code that blocks. The checks use the wall clock because it copes with the
// extra threads of such code.

/// What the telegraph does with the questions that begin with a word.
#[derive(Clone, Copy)]
struct Script {
    word: &'static str,
    /// The number of polls at which it is not ready yet.
    pending: u32,
    good: bool,
}

/// An answer that is not ready, and doesn't wake its task, until [`Seen::answers`].
const SILENT: u32 = u32::MAX;

/// Far too many polls of answers that have woken nobody.
const TOO_OFTEN: u64 = 10_000;

/// The four questions: map, old, north, south.
type Scripts = [Script; 4];

fn scripts(map: (u32, bool), old: (u32, bool), north: (u32, bool), south: (u32, bool)) -> Scripts {
    let script = |word, (pending, good)| Script {
        word,
        pending,
        good,
    };
    [
        script("map", map),
        script("old", old),
        script("north", north),
        script("south", south),
    ]
}

/// The telegraph's line, for answers that are silent.
#[derive(Default)]
struct Line {
    there: bool,
    polls: u64,
    /// Who waits for north, and for south.
    north: Option<Waker>,
    south: Option<Waker>,
}

impl Line {
    fn both_wait(&self) -> bool {
        self.north.is_some() && self.south.is_some()
    }
}

/// What the answers of one telegraph recorded.
#[derive(Clone)]
struct Seen {
    journal: Journal,
    /// How long each poll blocks the thread.
    slow: Duration,
    /// Polls by a task of futures 0.1.
    old_polls: Arc<AtomicU64>,
    /// Polls on threads other than the runtime's.
    foreign_polls: Arc<AtomicU64>,
    home: thread::ThreadId,
    line: Arc<Mutex<Line>>,
    alive: probe::gauge::Gauge,
}

impl Seen {
    fn new(lab: &Lab) -> Self {
        Self {
            journal: lab.journal(),
            slow: Duration::ZERO,
            old_polls: Arc::default(),
            foreign_polls: Arc::default(),
            home: thread::current().id(),
            line: Arc::default(),
            alive: lab.gauge(),
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From another thread: when somebody waits for both winds, both answers are there a little later. South
    /// wakes its task first.
    fn answers(&self) {
        let seen = self.clone();
        background::thread(move || {
            let began = Instant::now();
            while !seen.line().both_wait() && began.elapsed() < PATIENCE {
                thread::sleep(ms(1));
            }
            thread::sleep(SILENCE);
            let (south, north) = {
                let mut line = seen.line();
                line.there = true;
                (line.south.take(), line.north.take())
            };
            if let Some(south) = south {
                south.wake();
            }
            if let Some(north) = north {
                north.wake();
            }
        });
    }

    fn telegraph(&self, scripts: Scripts) -> Telegraph {
        let seen = self.clone();
        Arc::new(move |question| {
            let word = question.split(' ').next().unwrap_or_default();
            let script = scripts.iter().find(|script| script.word == word);
            let (pending, good) = script.map_or((0, false), |found| (found.pending, found.good));
            seen.journal.note(format!("asked: {question}"));
            let coming: Answer = Box::pin(Coming {
                seen: seen.clone(),
                inside: Some(seen.alive.enter()),
                question,
                pending,
                good,
            });
            coming
        })
    }
}

/// How long the winds are silent, in real time.
const SILENCE: Duration = ms(25);
/// Code that asks for one wind only is not waited for any longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// An answer that is on its way.
struct Coming {
    seen: Seen,
    /// `Some` until the answer is ready.
    inside: Option<probe::gauge::Inside>,
    question: String,
    pending: u32,
    good: bool,
}

impl Future for Coming {
    type Output = Result<String, String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let (seen, question) = (&this.seen, &this.question);
        if futures01::task::is_in_task() {
            seen.old_polls.fetch_add(1, Ordering::Relaxed);
        }
        if thread::current().id() != seen.home {
            seen.foreign_polls.fetch_add(1, Ordering::Relaxed);
        }
        thread::sleep(seen.slow);
        if this.pending == SILENT {
            let mut line = seen.line();
            line.polls += 1;
            // Who looks so often never sleeps, and would never come to an end.
            line.there |= line.polls > TOO_OFTEN;
            if !line.there {
                let waker = Some(context.waker().clone());
                match question.starts_with("south") {
                    true => line.south = waker,
                    false => line.north = waker,
                }
                return Poll::Pending;
            }
        } else if this.pending > 0 {
            this.pending -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        this.inside = None;
        Poll::Ready(if this.good {
            seen.journal.note(format!("answered: {question}"));
            Ok(format!("<{question}>"))
        } else {
            seen.journal.note(format!("refused: {question}"));
            Err(format!("no {question}"))
        })
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        if self.inside.is_some() {
            self.seen
                .journal
                .note(format!("dropped: {}", self.question));
        }
    }
}

/// The function of the starter.
fn forecast_before(
    telegraph: &Telegraph,
    town: &str,
) -> Box<dyn OldFuture<Item = String, Error = String>> {
    let (town, telegraph) = (town.to_string(), telegraph.clone());
    let ask = move |question: String| telegraph(question).compat();
    let (ask_again, old_map) = (ask.clone(), format!("old map of {town}"));
    let forecast = ask(format!("map of {town}"))
        .or_else(move |_| ask_again(old_map))
        .and_then(move |map| {
            let north = ask(format!("north of {map}"));
            let south = ask(format!("south of {map}"));
            let first = north.select(south);
            first
                .map(|(wind, _other)| wind)
                .map_err(|(fault, _other)| fault)
        })
        .map(move |wind| format!("{town}: {wind}"));
    Box::new(forecast)
}

fn town(lab: &mut Lab) -> String {
    let name = lab.pick(&["Oslo", "Riga", "Cork", "Graz"]);
    format!("{name} {}", lab.random().u32(2..99))
}

/// Compares the result and the questions of the learner's forecast with those of the old one.
async fn same_as_before(lab: &mut Lab, when: &str, scripts: Scripts) -> Checked {
    let town = town(lab);
    let before = Seen::new(lab);
    let expected = forecast_before(&before.telegraph(scripts), &town)
        .compat()
        .await;
    let now = Seen::new(lab);
    let got = forecast(&now.telegraph(scripts), &town).await;
    let steps = now.journal.lines();
    lab.expect_eq(&format!("the forecast {when}"), got, expected)?;
    lab.expect_no_task_left("the forecast")?;
    lab.expect_lines(
        &format!("the questions {when}"),
        &steps,
        &before.journal.lines(),
    )
}

async fn nothing_old_is_left(lab: &mut Lab) -> Checked {
    let town = town(lab);
    let seen = Seen {
        slow: ms(4),
        ..Seen::new(lab)
    };
    let telegraph = seen.telegraph(scripts((2, true), (1, true), (3, true), (5, true)));
    let had_a_turn = Arc::new(AtomicBool::new(false));
    let other = had_a_turn.clone();
    background::task(async move { other.store(true, Ordering::Relaxed) });
    let run = lab.run(forecast(&telegraph, &town)).await;
    if seen.foreign_polls.load(Ordering::Relaxed) > 0 {
        lab.expect_threads("the forecast", 1, 0)?;
        return Ok(());
    }
    if !had_a_turn.load(Ordering::Relaxed) {
        return lab.find(Fact::ExecutorHeld {
            what: "the forecast".into(),
            longest_poll_real_ms: run.longest_poll.as_millis() as u64,
            beats: 0,
            at_least_beats: 1,
        });
    }
    if seen.old_polls.load(Ordering::Relaxed) > 0 {
        return lab.find(Fact::Broken {
            what: "a forecast".into(),
            broken: "a task of futures 0.1 still polled its questions".into(),
        });
    }
    Ok(())
}

async fn the_first_wind_counts(lab: &mut Lab) -> Checked {
    let slower = lab.random().u32(200..250);
    let (fast, slow) = ((2, true), (slower, true));
    let map = (lab.random().u32(1..4), true);
    let old = (1, true);
    same_as_before(lab, "when south is slow", scripts(map, old, fast, slow)).await?;
    same_as_before(lab, "when north is slow", scripts(map, old, slow, fast)).await
}

async fn the_old_map(lab: &mut Lab) -> Checked {
    let (fast, slow) = ((1, true), (200, true));
    let pending = lab.random().u32(1..4);
    let (none, some) = ((pending, false), (pending, true));
    let when = "when there is only an old map";
    same_as_before(lab, when, scripts(none, some, fast, slow)).await?;
    let when = "when there is no map at all";
    same_as_before(lab, when, scripts(none, none, fast, slow)).await
}

async fn a_fault_that_comes_first(lab: &mut Lab) -> Checked {
    let slower = lab.random().u32(200..250);
    let (fault, slow) = ((2, false), (slower, true));
    let (map, old) = ((1, true), (1, true));
    let when = "when north is refused before south answers";
    same_as_before(lab, when, scripts(map, old, fault, slow)).await?;
    let when = "when south is refused before north answers";
    same_as_before(lab, when, scripts(map, old, slow, fault)).await?;
    let when = "when there is only an old map and south is refused first";
    same_as_before(lab, when, scripts((1, false), old, slow, fault)).await
}

async fn both_at_once(lab: &mut Lab) -> Checked {
    let (map, old) = ((1, true), (1, true));
    // A random choice is right half of the time.
    for _ in 0..40 {
        let wind = (lab.random().u32(1..4), true);
        let when = "when both answers are ready at the same time";
        same_as_before(lab, when, scripts(map, old, wind, wind)).await?;
    }
    let (seen, wind) = silent_winds(lab).await;
    if seen.line().polls > TOO_OFTEN {
        // Another check reports that. South was not the one to wake it.
        return Ok(());
    }
    lab.expect_eq(
        "the forecast when south wakes the task first, and north is ready too",
        wind,
        Ok::<_, String>("Kiel: <north of <map of Kiel>>".to_owned()),
    )
}

/// The answers of a telegraph whose winds are silent for a while.
async fn silent_winds(lab: &mut Lab) -> (Seen, Result<String, String>) {
    let scripts = scripts((0, true), (0, true), (SILENT, true), (SILENT, true));
    let seen = Seen::new(lab);
    seen.answers();
    let wind = forecast(&seen.telegraph(scripts), "Kiel").await;
    (seen, wind)
}

async fn it_sleeps_meanwhile(lab: &mut Lab) -> Checked {
    let began = Instant::now();
    let (seen, _) = silent_winds(lab).await;
    let (took, polls) = (began.elapsed(), seen.line().polls);
    // Both at first, and both again for each of their wake-ups; a few more do no harm.
    if polls > 12 {
        return lab.find(Fact::KeptLooking {
            what: "the forecast".into(),
            looks: polls,
            took_ms: took.as_millis() as u64,
        });
    }
    Ok(())
}

async fn dropped(lab: &mut Lab) -> Checked {
    let all = scripts((2, false), (2, true), (3, true), (4, true));
    let seen = Seen::new(lab);
    let _whole = forecast(&seen.telegraph(all), "Lund").await;
    if seen.foreign_polls.load(Ordering::Relaxed) > 0 {
        // Another check reports that, and nothing here can tell when another thread is done.
        return Ok(());
    }
    let fresh = || {
        let seen = Seen {
            alive: probe::gauge::Gauge::default(),
            ..seen.clone()
        };
        (seen.telegraph(all), seen)
    };
    lab.cancel_sweep(
        "the forecast",
        fresh,
        async |(telegraph, _)| drop(forecast(telegraph, "Lund").await),
        async |(_, seen)| {
            let asked = seen.alive.entered();
            let open = seen.alive.inside();
            if open > 0 {
                return Err(format!("questions that are still open: {open}"));
            }
            tokio::time::sleep(ms(2)).await;
            match seen.alive.entered() - asked {
                0 => Ok(()),
                more => Err(format!("further questions asked: {more}")),
            }
        },
    )
    .await
}
