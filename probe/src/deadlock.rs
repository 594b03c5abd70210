//! **deadline**: who waits for ever, at which line, for what, and who waits for whom.
//!
//! A check with a virtual clock has one virtual day, which is over at once when everybody waits
//! for somebody and nobody for the clock. Then each task is polled once more under tokio's task
//! dump ([`crate::trace`]), which tells the learner's line and what is awaited there.
//!
//! Who holds a lock or the other end of a channel, tokio does not tell, so it is measured. The
//! check is run again from its beginning, once for each of its named tasks (`lab.spawn`), with
//! the same seed and the same clock; where it is stuck, that one task is dropped with all that it
//! holds. Whoever is woken by that waited for it. A circle of such waits is the deadlock.
//!
//! ```
//! # mod exercise {
//! #     use std::sync::Arc;
//! #     use tokio::sync::Mutex;
//! #     pub async fn pay(from: Arc<Mutex<u32>>, to: Arc<Mutex<u32>>) {
//! #         let (_from, _to) = (from.lock().await, to.lock().await);
//! #     }
//! # }
//! use probe::{Checked, Lab};
//! use std::sync::Arc;
//! use tokio::sync::Mutex;
//!
//! probe::checks! {
//!     /// Two payments in opposite directions both come through.
//!     payments_do_not_wait_for_each_other,
//! }
//!
//! async fn payments_do_not_wait_for_each_other(lab: &mut Lab) -> Checked {
//!     let (ann, bob) = (Arc::new(Mutex::new(9)), Arc::new(Mutex::new(9)));
//!     let one = lab.spawn("Ann pays Bob", exercise::pay(ann.clone(), bob.clone()));
//!     let two = lab.spawn("Bob pays Ann", exercise::pay(bob, ann));
//!     tokio::join!(one, two);
//!     Ok(())
//! }
//! # fn unused() { let _ = main; }
//! ```
//!
//! What it cannot see: the circle among tasks that the learner's own code spawns, or among the
//! branches of one `join!` (their lines are told); who holds what when a rerun takes another
//! course, because the learner's code draws its own random numbers or keeps statics; a task that
//! tries again and again with a timer, which is never stuck; a thread that blocks (that is the
//! judge's clock). A wait of more than a day is taken for one without end, and told as a timer.

use crate::lab::Lab;
use crate::named::Drive;
use crate::panics;
use crate::program::Check;
use crate::run::PollWatch;
use crate::tasks::Tasks;
use crate::timeline::Recorder;
use crate::trace;
use nix::unistd::{dup2_stderr, dup2_stdout};
use report::{Order, Place, Task, Wait};
use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::os::fd::{AsFd, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant as RealInstant};
use tokio::time::{Instant, timeout, timeout_at};

/// With more named tasks than this no circle is looked for.
const MOST_TASKS: usize = 8;

/// All reruns together may take so much real time.
const PATIENCE: Duration = Duration::from_millis(400);

/// So long, on the virtual clock, somebody has to go on after another one was taken away.
const AFTERWARDS: Duration = Duration::from_secs(60);

/// Everybody who is stuck.
pub(crate) struct Stuck {
    /// First the named tasks, then the check's own waits in the learner's file, then tasks that
    /// the learner's code has spawned.
    pub(crate) tasks: Vec<Task>,
    /// The named ones, by their place in the order of spawning; as many as stand first in `tasks`.
    named: Vec<usize>,
    /// When, since the check began, the last of them had a turn.
    calm_after: Duration,
}

impl Stuck {
    /// The line at which somebody has only yielded.
    pub(crate) fn next_turn(&self) -> Option<Place> {
        let mut waits = self.tasks.iter().flat_map(|task| &task.waits);
        let yields = waits.find(|wait| wait.on == Wait::NEXT_TURN && wait.place.is_some());
        yields.and_then(|wait| wait.place.clone())
    }
}

/// Looks at everybody, at the end of the day. Nobody can go on afterwards.
pub(crate) async fn look(
    drive: &mut Drive<'_>,
    source: &str,
    tasks: &Tasks,
    began: Instant,
) -> Stuck {
    let calm_after = drive.last_turn() - began;
    let mut stuck = Vec::new();
    let mut named = Vec::new();
    for (at, name) in drive.alive() {
        let look = async |future: std::pin::Pin<&mut _>| trace::of_future(source, future).await;
        stuck.push(Task {
            name: Some(name.to_string()),
            waits: drive.look_at(at, look).await.unwrap_or_default(),
            ..Task::default()
        });
        named.push(at);
    }
    let mut waits = trace::of_future(source, drive.check()).await;
    waits.retain(|wait| wait.place.is_some());
    if !waits.is_empty() {
        stuck.push(Task {
            waits,
            ..Task::default()
        });
    }
    let mut waits = trace::of_spawned(source).await;
    for (number, task) in tasks.numbered(source) {
        stuck.push(Task {
            waits: waits.remove(&number).unwrap_or_default(),
            ..task
        });
    }
    Stuck {
        tasks: stuck,
        named,
        calm_after,
    }
}

/// The circle in which named tasks wait for each other, as numbers of `stuck.tasks`; empty where
/// none was measured.
pub(crate) fn cycle(check: Check, order: &Order, stuck: &Stuck) -> Vec<usize> {
    let named = &stuck.named;
    if !(2..=MOST_TASKS).contains(&named.len()) {
        return Vec::new();
    }
    let _quiet = Quiet::begin();
    let (tell, told) = mpsc::channel();
    let rerun = Rerun {
        check,
        order: order.clone(),
        calm_after: stuck.calm_after,
    };
    // Who goes on may spin for ever, so the reruns have a thread that can be left behind.
    let tasks = named.clone();
    thread::spawn(move || {
        for at in tasks {
            let freed = catch_unwind(AssertUnwindSafe(|| rerun.without(at)));
            let _too_late = tell.send(freed.unwrap_or_default());
        }
    });
    let deadline = RealInstant::now() + PATIENCE;
    let mut freed = Vec::new();
    while let Ok(next) = told.recv_timeout(deadline.saturating_duration_since(RealInstant::now())) {
        freed.push(next);
    }
    panics::take();
    let waits_for: Vec<Vec<usize>> = named.iter().map(|task| nearest(*task, &freed)).collect();
    shortest_circle(&waits_for).unwrap_or_default()
}

/// Whose going freed `task` with the fewest others before it, by their places in `freed`. Who
/// goes on at once waited for them; who stands in a queue for a lock goes on after those ahead.
fn nearest(task: usize, freed: &[Freed]) -> Vec<usize> {
    let distances: Vec<Option<usize>> = freed.iter().map(|freed| freed.distance(task)).collect();
    let Some(least) = distances.iter().flatten().min() else {
        return Vec::new();
    };
    let by = distances.iter().enumerate();
    by.filter(|(_, distance)| *distance == &Some(*least))
        .map(|(by, _)| by)
        .collect()
}

/// Who went on when one task was taken away, by their places in the order of spawning.
#[derive(Debug, Default)]
struct Freed {
    /// The first who were woken.
    at_once: Vec<usize>,
    /// Those, and whoever could go on because they did, in this order.
    at_last: Vec<usize>,
}

impl Freed {
    fn distance(&self, task: usize) -> Option<usize> {
        if self.at_once.contains(&task) {
            return Some(0);
        }
        self.at_last.iter().position(|other| *other == task)
    }
}

/// The check once more, without a trace.
struct Rerun {
    check: Check,
    order: Order,
    calm_after: Duration,
}

impl Rerun {
    fn without(&self, at: usize) -> Freed {
        let (tasks, polls) = (Tasks::default(), PollWatch::default());
        let Ok(runtime) = self.check.clock.runtime(Some((&tasks, &polls))) else {
            return Freed::default();
        };
        let order = &self.order;
        let nobody = Recorder::default();
        let mut lab = Lab::new(
            order.source.clone(),
            order.seed,
            tasks,
            polls.clone(),
            nobody,
        );
        let freed = runtime.block_on(async {
            let began = Instant::now();
            let mut drive = lab.named().drive(self.check.begin(&mut lab), polls);
            let calm = began + self.calm_after;
            match timeout_at(calm + AFTERWARDS, &mut drive).await {
                // Another course than the first time: what it shows would prove nothing.
                Ok(()) => Freed::default(),
                Err(_) => freed_without(at, &mut drive, calm).await,
            }
        });
        runtime.shutdown_background();
        freed
    }
}

async fn freed_without(at: usize, drive: &mut Drive<'_>, calm: Instant) -> Freed {
    // Whoever had a turn in the meantime waits for the clock, not for somebody.
    let mut but = drive.active_since(calm);
    but.push(at);
    drive.drop_task(at);
    let woken = timeout(AFTERWARDS, drive.first_woken(&but)).await;
    let _everybody_waits_again = timeout(AFTERWARDS, &mut *drive).await;
    let went_on = drive.went_on().iter().copied();
    Freed {
        at_once: woken.unwrap_or_default(),
        at_last: went_on.filter(|task| !but.contains(task)).collect(),
    }
}

/// The shortest way from somebody back to them, where `waits_for[n]` are those that n waits for.
fn shortest_circle(waits_for: &[Vec<usize>]) -> Option<Vec<usize>> {
    let circles = (0..waits_for.len()).filter_map(|start| circle_from(start, waits_for));
    circles.min_by_key(Vec::len)
}

fn circle_from(start: usize, waits_for: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut ways = VecDeque::from([vec![start]]);
    let mut seen = vec![false; waits_for.len()];
    while let Some(way) = ways.pop_front() {
        let end = way[way.len() - 1];
        for &next in &waits_for[end] {
            if next == start {
                return Some(way);
            }
            if !std::mem::replace(&mut seen[next], true) {
                let mut longer = way.clone();
                longer.push(next);
                ways.push_back(longer);
            }
        }
    }
    None
}

/// The place to show first: where somebody waits.
pub(crate) fn place(tasks: &[Task], cycle: &[usize]) -> Option<Place> {
    let first = cycle.first().copied().unwrap_or(0);
    let order = tasks[first.min(tasks.len())..].iter().chain(tasks);
    let waits = order.flat_map(|task| &task.waits);
    let waiting = waits.filter_map(|wait: &Wait| wait.place.clone()).next();
    waiting.or_else(|| tasks.iter().find_map(|task| task.spawned_at.clone()))
}

/// While it is there, nothing that is printed gets out: a learner's `println!` is shown once.
struct Quiet {
    standard: Option<(OwnedFd, OwnedFd)>,
}

impl Quiet {
    fn begin() -> Self {
        // The tests of this crate share their output with those that run beside them.
        let standard = if cfg!(test) {
            None
        } else {
            Self::redirect().ok()
        };
        Self { standard }
    }

    fn redirect() -> std::io::Result<(OwnedFd, OwnedFd)> {
        let out = std::io::stdout().as_fd().try_clone_to_owned()?;
        let err = std::io::stderr().as_fd().try_clone_to_owned()?;
        let nowhere = File::options().write(true).open("/dev/null")?;
        std::io::stdout().flush()?;
        dup2_stdout(&nowhere)?;
        dup2_stderr(&nowhere)?;
        Ok((out, err))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if let Some((out, err)) = &self.standard {
            let _lost = std::io::stdout().flush();
            let _out = dup2_stdout(out);
            let _err = dup2_stderr(err);
        }
    }
}

#[cfg(test)]
mod tests;
