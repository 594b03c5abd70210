//! Progress outlives a kill at any moment: every pass that a learner has seen is in the file.
//!
//! A watcher in a terminal goes through exercises that are all solved already, and is killed at
//! two hundred moments, so spread that start, build, run, noting and drawing are all hit.

mod folder;
mod terminal;

use folder::{Folder, LONG, text};
use std::collections::BTreeSet;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};
use terminal::Terminal;

/// Two threads kill so many each.
const ROUNDS: u64 = 100;

/// Then everything is to be done again, so that there is always something to note.
const ROUNDS_UNTIL_RESET: u64 = 10;

/// The latest moment of a kill, after the start.
const LATEST_MS: u64 = 1_200;

const EXERCISES: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

#[test]
fn no_pass_that_was_shown_is_lost_to_a_kill() {
    let shown: usize = thread::scope(|scope| {
        let threads = [1, 2].map(|seed| scope.spawn(move || kill_often(seed)));
        let passes = threads.map(|thread| thread.join().expect("no pass is lost"));
        passes.iter().sum()
    });
    // Otherwise the kills came before there was anything to lose.
    assert!(shown >= 100, "only {shown} passes were shown");
}

/// Kills a watcher again and again; returns how many passes were shown.
fn kill_often(seed: u64) -> usize {
    let folder = Folder::with(&EXERCISES.map(|name| (name, LONG)));
    for name in EXERCISES {
        folder.save(name, text("solution.rs"));
    }
    let mut moments = Moments(seed);
    let mut seen = BTreeSet::new();
    let mut passes = 0;
    for round in 0..ROUNDS {
        if round % ROUNDS_UNTIL_RESET == 0 {
            passes += seen.len();
            seen.clear();
            let _there_is_none_at_first = fs::remove_file(folder.progress_file());
        }
        let after = moments.next();
        let at_a_pass = round % 4 == 3;
        seen.extend(passes_until_killed(&folder, after, at_a_pass));
        let done: BTreeSet<String> = folder.done().into_iter().collect();
        let lost: Vec<_> = seen.difference(&done).collect();
        assert!(
            lost.is_empty(),
            "seed {seed}, round {round}, after {after:?}: {lost:?} not in {done:?}"
        );
    }
    passes + seen.len()
}

/// Lets a watcher go from pass to pass, kills it `after` so long, and returns what it had shown.
/// With `at_a_pass` it is killed as soon as a new one is on the screen, if that is earlier: the
/// moment at which a pass that is noted too late is lost.
fn passes_until_killed(folder: &Folder, after: Duration, at_a_pass: bool) -> BTreeSet<String> {
    let end = Instant::now() + after;
    let before = folder.done();
    let mut terminal = Terminal::watching(&folder.root());
    let mut left = BTreeSet::new();
    // The wait is the point here: the kill comes when its moment has, whatever is on the screen.
    while let Some(screen) = terminal.wait_before(end, |screen| {
        passed(screen).is_some_and(|name| !left.contains(name))
    }) {
        let name = passed(&screen).unwrap_or_default().to_owned();
        if at_a_pass && !before.contains(&name) {
            break;
        }
        left.insert(name);
        terminal.press("n");
    }
    terminal.kill();
    let frames = terminal.frames_from(0);
    for frame in &frames {
        assert!(!frame.contains("could not be read"), "{frame}");
    }
    let shown = frames.iter().filter_map(|frame| passed(frame));
    shown.map(str::to_owned).collect()
}

/// The exercise whose pass is on the screen.
fn passed(screen: &str) -> Option<&str> {
    let (name, rest) = screen.split_once(' ')?;
    let is_one = rest.starts_with('✓') && EXERCISES.contains(&name);
    is_one.then_some(name)
}

/// Moments to kill at, the same in each run of the test.
struct Moments(u64);

impl Moments {
    /// The generator that is known as splitmix64.
    fn next(&mut self) -> Duration {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Duration::from_millis((bits ^ (bits >> 31)) % LATEST_MS)
    }
}
