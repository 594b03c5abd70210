//! Runtimes compared, as a learner asks for it. What is compiled and measured takes its time, so the
//! program that measures is another one here: it lies where the real one would, and says what a test
//! wants.

mod folder;
mod learner;
mod terminal;

use asynclings::build::cache_dir;
use asynclings::build::toolchain::Toolchain;
use asynclings::build::workload::Recipe;
use asynclings::course::workload_sources;
use folder::Folder;
use learner::{Learner, Said};
use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;
use tempfile::TempDir;
use terminal::{Setup, says};

/// The first line of the real one.
fn plan() -> &'static str {
    let lines = include_str!("../workload/lines.jsonl");
    lines.lines().next().unwrap()
}

/// All that the real one says, with such numbers as a machine of two processors gives.
fn everything() -> String {
    let mut lines = vec![plan().to_owned()];
    for run in 1..=5 {
        for (workload, runtime, median, p99) in [
            ("echo", "tokio-current-thread", 124, 310),
            ("echo", "tokio-multi-thread", 122, 300),
            ("echo", "smol", 121, 320),
            ("echo", "threads", 120, 330),
            ("timers", "tokio-current-thread", 1_086, 1_960),
            ("timers", "tokio-multi-thread", 1_065, 2_090),
            ("timers", "smol", 31, 226),
            ("timers", "threads", 79, 335),
            ("cpu", "tokio-current-thread", 33_374, 67_128),
            ("cpu", "tokio-multi-thread", 14_627, 32_399),
            ("cpu", "smol", 33_096, 65_335),
            ("cpu", "threads", 80, 3_607),
        ] {
            lines.push(format!(
                r#"{{"says":"measured","run":{run},"workload":"{workload}","runtime":"{runtime}","samples":480,"median_us":{median},"p99_us":{p99}}}"#
            ));
        }
    }
    lines.join("\n")
}

/// A cache folder in which the program that measures is `script`.
struct Cache {
    dir: TempDir,
}

impl Cache {
    fn with(root: &Path, script: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let toolchain = Toolchain::detect(root).unwrap();
        let recipe = Recipe::new(toolchain, workload_sources().collect(), dir.path());
        let program = recipe.program();
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { dir }
    }

    /// The same, with the dependencies of the exercises that are prepared already.
    fn with_kits(root: &Path, script: &str) -> Self {
        let cache = Self::with(root, script);
        for kit in fs::read_dir(cache_dir().unwrap().join("kits")).unwrap() {
            let kit = kit.unwrap();
            let link = cache.dir.path().join("kits").join(kit.file_name());
            if !link.exists() {
                symlink(kit.path(), link).unwrap();
            }
        }
        cache
    }

    fn path(&self) -> &str {
        self.dir.path().to_str().unwrap()
    }
}

/// What a learner is told who types `words` where the program that measures is `script`.
fn types(learner: &Learner, words: &[&str], script: &str) -> Said {
    let cache = Cache::with(learner.path(), script);
    learner.types_with(words, &[("ASYNCLINGS_CACHE", cache.path())])
}

fn saying(lines: &str) -> String {
    format!("cat <<'END'\n{lines}\nEND")
}

#[test]
fn bench_shows_a_table_what_is_seen_in_it_and_how_it_was_measured() {
    let learner = Learner::new();
    let said = types(&learner, &["bench"], &saying(&everything()));
    assert_eq!(said.code, 0, "{}", said.err);
    let row = "tokio current_thread  124 µs  310 µs  1.1 ms  2.0 ms   33 ms   67 ms";
    assert!(said.out.contains(row), "{}", said.out);
    for sentence in [
        "nothing here speaks for one of them",
        "tokio's timers are 1.1 ms late in the median",
        "computing delays the timers of tokio current_thread by 67 ms",
        "Measured on this machine (2 processors), ungraded.",
    ] {
        assert!(words_of(&said.out).contains(sentence), "{}", said.out);
    }
    // Nothing of it is progress.
    assert!(!learner.files().iter().any(|file| file.contains("progress")));
}

fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn bench_prints_json_with_every_run_behind_its_figure() {
    let learner = Learner::new();
    let lines = types(&learner, &["bench", "--json"], &saying(&everything())).json();
    assert_eq!(lines.len(), 13);
    assert_eq!(lines[0]["processors"], 2);
    assert_eq!(lines[1]["workload"], "echo");
    assert_eq!(lines[1]["runtime"], "tokio-current-thread");
    assert_eq!(lines[1]["median_us"], 124.0);
    assert_eq!(lines[1]["runs"].as_array().unwrap().len(), 5);
}

#[test]
fn bench_writes_a_picture_beside_what_it_shows() {
    let learner = Learner::new();
    let words = ["bench", "--svg", "mine.svg"];
    let said = types(&learner, &words, &saying(&everything()));
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("mine.svg written"), "{}", said.out);
    assert!(learner.read("mine.svg").starts_with("<svg xmlns="));
}

#[test]
fn what_cannot_be_measured_is_the_machines_fault_and_told() {
    let learner = Learner::new();
    let said = types(&learner, &["bench"], "echo no loopback >&2; exit 1");
    assert_eq!(said.code, 3);
    assert!(said.err.contains("no loopback"), "{}", said.err);
    let said = types(&learner, &["bench"], &saying(plan()));
    assert_eq!(said.code, 3);
    assert!(said.err.contains("before everything was"), "{}", said.err);
}

/// A course whose one exercise offers to compare runtimes, and has passed.
fn offering() -> Folder {
    let folder = Folder::with_one();
    let info = folder.root().join("info.toml");
    let text = fs::read_to_string(&info).unwrap();
    fs::write(&info, format!("{text}afterwards = \"runtimes\"\n")).unwrap();
    folder.save("one", folder::text("solution.rs"));
    folder
}

#[test]
fn the_watcher_offers_it_after_the_pass_and_shows_it_on_the_screen() {
    let folder = offering();
    let cache = Cache::with_kits(&folder.root(), &saying(&everything()));
    let setup = Setup::of(&folder.root()).variable("ASYNCLINGS_CACHE", cache.path());
    let mut terminal = setup.size(60, 24).start();
    terminal.wait_for_text("n:next b:bench");
    terminal.press("b");
    let screen = terminal.wait_for("the table", |screen| says(screen, "current_thread 124 µs"));
    assert!(says(&screen, "Runtimes on your machine"), "{screen}");
    terminal.press("\r");
    terminal.wait_for_text("n:next b:bench");
}

#[test]
fn escape_ends_a_measurement_and_every_process_of_it() {
    let folder = offering();
    let alive = folder.root().join("alive");
    let made = std::process::Command::new("mkfifo").arg(&alive).status();
    assert!(made.unwrap().success());
    // Whoever reads from the pipe is told when the last of these two has ended.
    let script = format!(
        "exec 3>'{}'\n{}\nsleep 600 & wait",
        alive.display(),
        saying(plan())
    );
    let cache = Cache::with_kits(&folder.root(), &script);
    let setup = Setup::of(&folder.root()).variable("ASYNCLINGS_CACHE", cache.path());
    let mut terminal = setup.start();
    terminal.wait_for_text("n:next b:bench");
    terminal.press("b");
    let (ended, has_ended) = channel();
    std::thread::spawn(move || {
        let mut pipe = fs::File::open(&alive).unwrap();
        ended.send(pipe.read_to_end(&mut Vec::new())).unwrap();
    });
    terminal.wait_for_text("0/60");
    // A wheel that is turned, or a letter, is no wish to stop.
    terminal.press(" \u{1b}[B\u{1b}");
    terminal.wait_for_text("n:next b:bench");
    // Long before the program would end by itself.
    let read = has_ended.recv_timeout(Duration::from_secs(120));
    assert_eq!(read.expect("an end of the program").unwrap(), 0);
}
