//! Nothing outlives the program, however it ends: no program of a learner's, no compiler, none that stands by.
//!
//! Every door that starts something is killed at three hundred moments, so spread that start, build, run and
//! what comes after are all hit. What it runs spins, starts others, and has some of them leave its group.

#![cfg(target_os = "linux")]

mod folder;
mod marked;
mod terminal;

use folder::{Folder, LONG, text};
use marked::{Marker, alive, assert_nothing_left};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use terminal::{Setup, Terminal};

/// So many threads kill so often each.
const THREADS: u64 = 3;
const ROUNDS: u64 = 100;

/// The latest moment of a kill, after the start.
const LATEST_MS: u64 = 900;

/// Only a broken program makes anybody wait so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is judged, by the name of its exercise.
const ANSWERS: [(&str, &str); 5] = [
    ("one", "wrong/spins_with_children.rs"),
    ("two", "wrong/leaves_children.rs"),
    ("three", "wrong/main_spins.rs"),
    ("four", "wrong/hangs.rs"),
    ("five", "solution.rs"),
];

#[test]
fn nothing_outlives_a_kill() {
    let mut took: Vec<Duration> = thread::scope(|scope| {
        let threads: Vec<_> = (1..=THREADS)
            .map(|seed| scope.spawn(move || kill_often(seed)))
            .collect();
        let took = threads.into_iter().map(|thread| thread.join());
        took.flat_map(|took| took.expect("nothing is left"))
            .collect()
    });
    took.sort();
    let (half, all) = (took[took.len() / 2], took[took.len() - 1]);
    println!(
        "{} kills: half were over after {half:?}, all after {all:?}",
        took.len()
    );
}

/// Kills one door after another; returns how long it took each time until nothing was left.
fn kill_often(seed: u64) -> Vec<Duration> {
    let folder = folder();
    let mut dice = Dice(seed);
    let rounds = 0..ROUNDS;
    let kills = rounds.map(|round| {
        let after = Duration::from_millis(dice.below(LATEST_MS));
        let (name, answer) = ANSWERS[usize::try_from(dice.below(5)).expect("an index")];
        let marker = Marker::fresh();
        match round % 20 {
            0..8 => kill_watcher(&folder, &marker, answer, after),
            8..15 => kill_door(&folder, &marker, &["run", name], after),
            15..18 => kill_door(&folder, &marker, &["check-all"], after),
            18 => kill_door(&folder, &marker, &["dev", "check"], after),
            _ => kill_door(&folder, &marker, &["bench"], after),
        }
        let progress = folder.progress_file();
        // Then there is always something to note.
        let _there_may_be_none = fs::remove_file(progress);
        assert_nothing_left(&marker)
    });
    kills.collect()
}

fn folder() -> Folder {
    let folder = Folder::with(&ANSWERS.map(|(name, _)| (name, LONG)));
    for (name, answer) in ANSWERS {
        folder.save(name, text(answer));
    }
    folder
}

fn kill_door(folder: &Folder, marker: &Marker, words: &[&str], after: Duration) {
    let mut door = door(&folder.root(), marker, words);
    thread::sleep(after);
    door.kill().expect("a kill");
    door.wait().expect("an end");
}

/// With a save on the way, so that something is cancelled as well.
fn kill_watcher(folder: &Folder, marker: &Marker, answer: &str, after: Duration) {
    let mut terminal = watcher(folder, marker);
    thread::sleep(after / 2);
    folder.save("one", text(answer));
    thread::sleep(after / 2);
    terminal.kill();
    folder.save("one", text(ANSWERS[0].1));
}

fn watcher(folder: &Folder, marker: &Marker) -> Terminal {
    let setup = Setup::of(&folder.root());
    setup.variable(marker.name(), marker.value()).start()
}

fn door(root: &Path, marker: &Marker, words: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asynclings"));
    command.args(words).current_dir(root);
    started(command, marker)
}

fn started(mut command: Command, marker: &Marker) -> Child {
    command
        .env(marker.name(), marker.value())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().expect("a start")
}

fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Waits until the check program of an exercise runs.
fn until_it_runs(marker: &Marker) {
    until("a program runs", || {
        let is_program = |line: &String| line.contains("/check ") && line.contains(".asynclings");
        alive(marker).into_iter().find(is_program)
    });
}

/// The wardens of the program `of`, which are its children.
fn wardens(of: u32) -> Vec<Pid> {
    let path = format!("/proc/{of}/task/{of}/children");
    let children = fs::read_to_string(path).unwrap_or_default();
    let is_warden = |child: &&str| {
        let words = fs::read_to_string(format!("/proc/{child}/cmdline")).unwrap_or_default();
        words.contains("asynclings-warden")
    };
    let wardens = children.split_ascii_whitespace().filter(is_warden);
    wardens
        .filter_map(|child| Pid::from_raw(child.parse().ok()?))
        .collect()
}

#[test]
fn a_warden_that_was_killed_is_replaced_and_the_next_one_knows_everything() {
    let folder = folder();
    let marker = Marker::fresh();
    let mut terminal = watcher(&folder, &marker);
    let watcher = terminal.process_id();
    until_it_runs(&marker);
    let first = until("there is a warden", || wardens(watcher).pop());
    kill_process(first, Signal::KILL).expect("a kill");
    folder.save("one", text("wrong/hangs.rs"));
    let is_another = |warden: &Pid| *warden != first;
    until("there is another warden", || {
        wardens(watcher).into_iter().find(is_another)
    });
    until_it_runs(&marker);
    terminal.kill();
    assert_nothing_left(&marker);
}

#[test]
fn a_warden_ends_with_a_program_that_ends_by_itself() {
    let folder = folder();
    let marker = Marker::fresh();
    let mut terminal = watcher(&folder, &marker);
    let watcher = terminal.process_id();
    until_it_runs(&marker);
    let warden = until("there is a warden", || wardens(watcher).pop());
    terminal.press("q");
    terminal.wait_exit();
    assert_nothing_left(&marker);
    until("the warden has ended", || {
        rustix::process::test_kill_process(warden)
            .is_err()
            .then_some(())
    });
}

#[test]
fn a_door_that_is_asked_to_end_says_so_leaves_nothing_and_ends_by_that_signal() {
    let folder = folder();
    for words in [["run", "one"].as_slice(), &["check-all"], &["dev", "check"]] {
        for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
            let marker = Marker::fresh();
            let door = door(&folder.root(), &marker, words);
            until_it_runs(&marker);
            send(&door, signal);
            let ended = door.wait_with_output().expect("an end");
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(said.contains("Stopped.\n"), "{words:?}, {signal:?}: {said}");
            assert_eq!(ended.status.signal(), Some(signal.as_raw()), "{words:?}");
            assert_nothing_left(&marker);
        }
    }
}

#[test]
fn what_has_passed_before_a_door_was_stopped_is_noted() {
    let folder = Folder::with(&[("one", LONG), ("two", LONG)]);
    folder.save("one", text("solution.rs"));
    folder.save("two", text("wrong/hangs.rs"));
    let marker = Marker::fresh();
    let door = door(&folder.root(), &marker, &["check-all"]);
    until("the first has passed", || {
        (!folder.done().is_empty()).then_some(())
    });
    send(&door, Signal::TERM);
    let ended = door.wait_with_output().expect("an end");
    assert_eq!(ended.status.signal(), Some(Signal::TERM.as_raw()));
    assert_eq!(folder.done(), ["one"]);
    assert_nothing_left(&marker);
}

#[test]
fn a_door_that_is_to_ignore_a_signal_goes_on() {
    const SECOND: u32 = 1_000;
    let folder = Folder::with(&[("one", SECOND)]);
    folder.save("one", text("wrong/hangs.rs"));
    let marker = Marker::fresh();
    let mut command = Command::new("sh");
    let script = "trap '' HUP; exec \"$0\" check-all";
    command.args(["-c", script, env!("CARGO_BIN_EXE_asynclings")]);
    command.current_dir(folder.root());
    let door = started(command, &marker);
    until_it_runs(&marker);
    send(&door, Signal::HUP);
    let ended = door.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(said.contains("timed-out"), "{said}");
    assert_eq!(ended.status.code(), Some(1), "{said}");
}

fn send(door: &Child, signal: Signal) {
    let id = i32::try_from(door.id()).ok().and_then(Pid::from_raw);
    kill_process(id.expect("a process"), signal).expect("a signal");
}

/// Numbers that are the same in each run of the test.
struct Dice(u64);

impl Dice {
    /// The generator that is known as splitmix64.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % end
    }
}
