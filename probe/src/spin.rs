//! **deadline**: the lines between which a poll that does not return goes round.
//!
//! A thread that never gives way cannot be asked where it is, so it is interrupted: a signal makes
//! it note the stack that it is in, a few times, and the lines in which the notes differ are those
//! of its loop. Only the thread that runs the checks is looked at. What is seen are samples: a line
//! that takes no time may be missed at either end of the loop.

use crate::trace::is_learners_file;
use backtrace::{resolve, trace};
use nix::sys::signal::{Signal, kill};
use nix::unistd::getpid;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::thread::{self, Thread, ThreadId};
use std::time::{Duration, Instant};

/// Does nothing to a program that does not listen, and hardly any program does.
const SIGNAL: Signal = Signal::SIGURG;

/// How often to look, and how long to let it run in between.
const SAMPLES: usize = 25;
const BETWEEN: Duration = Duration::from_millis(2);

/// How long all of it may take: on a busy machine the thread has its turn now and then only.
const PATIENCE: Duration = Duration::from_secs(1);

/// More frames than lie between the checks and the learner's innermost line.
const DEPTH: usize = 256;

/// Lines of the learner's file, both inclusive, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// The lines of the calls that lead there, the innermost first.
    pub(crate) called_from: Vec<u32>,
}

/// A function's name, and the line that it is at, if that instruction has one.
type Frame = (String, Option<u32>);

/// The last note. One thread writes it while another one waits for it.
static NOTE: [AtomicPtr<()>; DEPTH] = [const { AtomicPtr::new(std::ptr::null_mut()) }; DEPTH];
/// How many frames of it are filled.
static FILLED: AtomicUsize = AtomicUsize::new(0);
/// How many notes were taken.
static TAKEN: AtomicUsize = AtomicUsize::new(0);
/// Whose stack is noted.
static WATCHED: OnceLock<ThreadId> = OnceLock::new();
/// Who waits for the note.
static ASKER: OnceLock<Thread> = OnceLock::new();

/// From here on the thread that calls this can be looked at.
#[allow(
    unsafe_code,
    reason = "what runs inside a signal handler must be chosen with care"
)]
pub(crate) fn watch_this_thread() {
    let _watched_before = WATCHED.set(thread::current().id());
    // SAFETY: `take_note` neither allocates nor takes a lock that the interrupted thread can hold:
    // it stores into statics, and the lock of `trace` lets the thread in that holds it already.
    let _unwatched = unsafe { signal_hook_registry::register(SIGNAL as i32, take_note) };
}

/// Runs in the middle of whatever the thread does.
fn take_note() {
    if WATCHED.get() != Some(&thread::current().id()) {
        return;
    }
    let mut filled = 0;
    trace(|frame| {
        NOTE[filled].store(frame.ip().cast(), Ordering::Relaxed);
        filled += 1;
        filled < DEPTH
    });
    FILLED.store(filled, Ordering::Relaxed);
    TAKEN.fetch_add(1, Ordering::Release);
    if let Some(asker) = ASKER.get() {
        asker.unpark();
    }
}

/// Where in the file `source` the watched thread goes round; none when it is elsewhere, or cannot
/// be interrupted. One thread asks at a time.
pub(crate) fn stretch_in(source: &str) -> Option<Stretch> {
    let _asked_before = ASKER.set(thread::current());
    let until = Instant::now() + PATIENCE;
    let mut notes = Vec::new();
    while notes.len() < SAMPLES
        && let Some(note) = note(until)
    {
        notes.push(note);
        thread::park_timeout(BETWEEN);
    }
    // Most frames are in every note, and to look one up takes long; in order of their addresses,
    // so that what is in one library is looked up there at once.
    let mut all: BTreeSet<*mut ()> = notes.iter().flatten().copied().collect();
    // The learner's file is in the program, and to read the libraries' tables takes a second.
    if let Some(program) = addresses_of_program() {
        all.retain(|address| program.contains(&address.addr()));
    }
    let known: BTreeMap<*mut (), Vec<Frame>> = all
        .into_iter()
        .map(|address| (address, frames_at(source, address)))
        .collect();
    let samples: Vec<Vec<Frame>> = notes
        .iter()
        .map(|note| {
            let inwards = note.iter().filter_map(|address| known.get(address));
            inwards.flatten().rev().cloned().collect()
        })
        // Between two polls it is elsewhere.
        .filter(|sample: &Vec<Frame>| !sample.is_empty())
        .collect();
    stretch(&samples)
}

/// Interrupts the thread and waits for its note, but not longer.
fn note(until: Instant) -> Option<Vec<*mut ()>> {
    let before = TAKEN.load(Ordering::Acquire);
    kill(getpid(), SIGNAL).ok()?;
    while TAKEN.load(Ordering::Acquire) == before {
        // Another thread may have asked before: then nobody unparks this one.
        let left = until.checked_duration_since(Instant::now())?;
        thread::park_timeout(left.min(BETWEEN));
    }
    let filled = FILLED.load(Ordering::Relaxed);
    let frames = NOTE.iter().take(filled);
    Some(frames.map(|ip| ip.load(Ordering::Relaxed)).collect())
}

/// The function at `address`, and those that were inlined there, the innermost first, as far as
/// they are in the file `source`.
fn frames_at(source: &str, address: *mut ()) -> Vec<Frame> {
    let mut frames = Vec::new();
    resolve(address.cast(), |symbol| {
        if symbol
            .filename()
            .is_some_and(|file| is_learners_file(file, source))
        {
            let name = symbol.name().map(|name| name.to_string());
            frames.push((name.unwrap_or_default(), symbol.lineno()));
        }
    });
    frames
}

/// Where the program itself lies, without its libraries; none where the system does not say.
fn addresses_of_program() -> Option<Range<usize>> {
    let path = std::env::current_exe().ok()?;
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    let mut own = maps
        .lines()
        .filter(|line| line.ends_with(&*path.to_string_lossy()))
        .filter_map(|line| line.split_once(' ')?.0.split_once('-'));
    let address = |text| usize::from_str_radix(text, 16).ok();
    let (first, mut last) = own.next()?;
    if let Some((_, end)) = own.next_back() {
        last = end;
    }
    Some(address(first)?..address(last)?)
}

/// Where the samples of a stack, each from the outermost frame in, are no longer the same: there
/// the loop is.
fn stretch(samples: &[Vec<Frame>]) -> Option<Stretch> {
    let shallowest = samples.iter().map(Vec::len).min()?;
    let mut calls: Vec<u32> = Vec::new();
    let mut found = None;
    for depth in 0..shallowest {
        let at_depth = || samples.iter().map(|sample| &sample[depth]);
        let function = |frame: &Frame| frame.0 == samples[0][depth].0;
        let lines = at_depth().filter_map(|(_, line)| *line);
        let (Some(first), Some(last), true) =
            (lines.clone().min(), lines.max(), at_depth().all(function))
        else {
            break;
        };
        let mut called_from = calls.clone();
        called_from.reverse();
        found = Some(Stretch {
            first,
            last,
            called_from,
        });
        if first != last {
            break;
        }
        calls.push(first);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Frame, Stretch, stretch};

    fn sample(frames: &[(&str, u32)]) -> Vec<Frame> {
        // Line 0 stands for an instruction without a line.
        let owned = |(name, line): &(&str, u32)| ((*name).to_owned(), (*line > 0).then_some(*line));
        frames.iter().map(owned).collect()
    }

    fn found(first: u32, last: u32, called_from: &[u32]) -> Option<Stretch> {
        Some(Stretch {
            first,
            last,
            called_from: called_from.to_vec(),
        })
    }

    #[test]
    fn a_loop_reaches_from_its_first_line_to_its_last() {
        let samples = [
            sample(&[("main", 3), ("pass", 8)]),
            sample(&[("main", 3), ("pass", 11), ("look", 20)]),
            sample(&[("main", 3), ("pass", 9)]),
        ];
        assert_eq!(stretch(&samples), found(8, 11, &[3]));
    }

    #[test]
    fn a_call_that_never_returns_is_at_its_innermost_line() {
        let samples = vec![sample(&[("main", 3), ("sleep", 8)]); 4];
        assert_eq!(stretch(&samples), found(8, 8, &[3]));
    }

    #[test]
    fn a_loop_of_one_line_is_not_looked_for_in_what_it_calls() {
        let samples = [
            sample(&[("pass", 8), ("look", 20)]),
            sample(&[("pass", 8)]),
            sample(&[("pass", 8), ("look", 21)]),
        ];
        assert_eq!(stretch(&samples), found(8, 8, &[]));
    }

    #[test]
    fn calls_in_turns_are_at_the_line_that_calls_them() {
        let samples = [
            sample(&[("pass", 8), ("look", 20)]),
            sample(&[("pass", 8), ("listen", 30)]),
        ];
        assert_eq!(stretch(&samples), found(8, 8, &[]));
    }

    #[test]
    fn an_instruction_that_belongs_to_no_line_changes_nothing() {
        let samples = [
            sample(&[("main", 3), ("pass", 8)]),
            sample(&[("main", 3), ("pass", 0)]),
        ];
        assert_eq!(stretch(&samples), found(8, 8, &[3]));
    }

    #[test]
    fn a_stack_without_the_learner_has_no_line() {
        assert_eq!(stretch(&[sample(&[]), sample(&[("pass", 8)])]), None);
        assert_eq!(stretch(&[]), None);
    }
}
