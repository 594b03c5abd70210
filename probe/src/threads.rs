//! **threads**: real threads under the virtual clock, which moves only once they have done their part.
//!
//! A paused clock jumps to the next timer when no task can go on. A thread of the learner's may be about to
//! answer at that very moment: on a busy machine it has its turn on a processor later. So, before the
//! runtime's thread goes to sleep, it waits until no other thread runs or could run. A thread that computes
//! for longer than [`TURN`] is no longer waited for: it may never stop.
//!
//! A thread that sleeps runs later, and nobody knows when. It's waited for at the end of the virtual day only,
//! before a check is told to be deadlocked: until no thread has had a turn for [`QUIET`].
//!
//! It reads what Linux says about each thread. Elsewhere nothing is known of them: there the end of the day
//! always waits for [`QUIET`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a thread may compute, in real time, while the clock waits for it. With many programs on few
/// processors, most of this passes before it has its turn.
const TURN: Duration = Duration::from_secs(1);

/// When no thread has had a turn for so long, none is about to answer.
const QUIET: Duration = Duration::from_millis(300);

/// The end of the day waits no longer than this, in real time.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long to wait between two looks.
const SHORTLY: Duration = Duration::from_micros(100);

/// How often the end of the day looks.
const OFTEN: Duration = Duration::from_millis(5);

/// Every thread of this program has a folder here.
const FOLDER: &str = "/proc/self/task";

/// The threads that were there before the first check began. Unknown in the probe's own tests, whose
/// checks run beside each other: nothing waits there.
static OWN: OnceLock<BTreeSet<u32>> = OnceLock::new();

/// The threads that are there now are the probe's own.
pub(crate) fn count_own() {
    let _counted_before = OWN.set(all().unwrap_or_default());
}

/// The other threads of one check, as its runtime's thread sees them.
#[derive(Default)]
pub(crate) struct Others {
    /// They computed for longer than [`TURN`].
    endless: Mutex<BTreeSet<u32>>,
}

impl Others {
    /// Waits until none of them runs.
    pub(crate) fn let_run(&self) {
        let Some(own) = OWN.get() else { return };
        let began = Instant::now();
        while some_are_not(own) {
            let running = self.running(own);
            if running.is_empty() {
                return;
            }
            if began.elapsed() > TURN {
                let mut endless = self.endless.lock().unwrap_or_else(PoisonError::into_inner);
                endless.extend(running);
                return;
            }
            thread::sleep(SHORTLY);
        }
    }

    fn running(&self, own: &BTreeSet<u32>) -> Vec<u32> {
        let endless = self.endless.lock().unwrap_or_else(PoisonError::into_inner);
        let me = this_thread();
        let mut running = Vec::new();
        for id in all().unwrap_or_default() {
            let other = Some(id) != me && !own.contains(&id) && !endless.contains(&id);
            if other && is_running(id) {
                running.push(id);
            }
        }
        running
    }
}

/// Whether there are threads besides the probe's own.
pub(crate) fn others_are_there() -> bool {
    OWN.get().is_some_and(|own| match all() {
        Some(all) => !all.is_subset(own),
        None => true,
    })
}

/// Holds the calling thread until no other thread has had a turn for a while.
pub(crate) fn wait_until_quiet() {
    let began = Instant::now();
    let (mut turns, mut since) = (turns_of_others(), began);
    while since.elapsed() < QUIET && began.elapsed() < PATIENCE {
        thread::sleep(OFTEN);
        let now = turns_of_others();
        if now != turns {
            (turns, since) = (now, Instant::now());
        }
    }
}

/// Who is there, who runs, and how often each went to sleep.
fn turns_of_others() -> BTreeMap<u32, (bool, String)> {
    let me = this_thread();
    let mut turns = BTreeMap::new();
    for id in all().unwrap_or_default() {
        if Some(id) != me {
            turns.insert(id, (is_running(id), sleeps_of(id).unwrap_or_default()));
        }
    }
    turns
}

fn some_are_not(own: &BTreeSet<u32>) -> bool {
    // A folder has a link from each of its folders: to count them costs one call of the system.
    let links = fs::metadata(FOLDER).map_or(0, |folder| folder.nlink());
    links > own.len() as u64 + 2
}

/// None where the system does not tell.
fn all() -> Option<BTreeSet<u32>> {
    let mut all = BTreeSet::new();
    for thread in fs::read_dir(FOLDER).ok()?.flatten() {
        all.extend(
            thread
                .file_name()
                .to_str()
                .and_then(|id| id.parse::<u32>().ok()),
        );
    }
    Some(all)
}

fn this_thread() -> Option<u32> {
    let own = fs::read_link("/proc/thread-self").ok()?;
    own.file_name()?.to_str()?.parse().ok()
}

fn is_running(id: u32) -> bool {
    let stat = fs::read_to_string(format!("{FOLDER}/{id}/stat")).unwrap_or_default();
    // Its name comes first, in brackets, and may have brackets itself.
    let after_name = stat.rsplit_once(") ");
    after_name.is_some_and(|(_, state)| state.starts_with('R'))
}

fn sleeps_of(id: u32) -> Option<String> {
    let status = fs::read_to_string(format!("{FOLDER}/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("voluntary"))?;
    Some(line.to_owned())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::{all, is_running, sleeps_of, this_thread};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::channel;
    use std::thread;

    #[test]
    fn a_thread_that_computes_runs_and_one_that_waits_does_not() {
        let (tell, told) = channel();
        let (go_on, waits) = channel::<()>();
        let stop = &AtomicBool::new(false);
        thread::scope(|scope| {
            let spinning = tell.clone();
            scope.spawn(move || {
                spinning.send(this_thread()).unwrap();
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
            let spins = told.recv().unwrap().unwrap();
            assert!(is_running(spins));
            scope.spawn(move || {
                tell.send(this_thread()).unwrap();
                let _gone = waits.recv();
            });
            let sleeps = told.recv().unwrap().unwrap();
            while is_running(sleeps) {
                thread::yield_now();
            }
            assert!(sleeps_of(sleeps).is_some());
            let all = all().unwrap();
            assert!(all.contains(&spins) && all.contains(&sleeps));
            stop.store(true, Ordering::Relaxed);
            drop(go_on);
        });
    }
}
