//! Whatever a file has the compiler or its own program do, it comes to a verdict, and nothing is left of it.

#![cfg(target_os = "linux")]

mod folder;
mod marked;

use folder::{Folder, LONG, text};
use marked::{Marker, assert_nothing_left};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::Value;
use std::fs;
use std::process::{Command, Output};

/// Milliseconds after which a program is ended where that is what is tested.
const SHORT: u32 = 2_000;

/// A folder with one exercise, and what is started in it.
struct Judged {
    folder: Folder,
    marker: Marker,
}

impl Judged {
    /// An exercise of which `wrong` is the answer, and its program has so many milliseconds.
    fn with(wrong: &str, limit: u32) -> Self {
        let folder = Folder::with(&[("one", limit)]);
        folder.save("one", text(&format!("wrong/{wrong}.rs")));
        Self {
            folder,
            marker: Marker::fresh(),
        }
    }

    /// Adds a pipe beside the exercise, to which nobody writes.
    fn add_pipe(&self) {
        let pipe = self.folder.exercise("one").with_file_name("pipe");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_asynclings"));
        command
            .arg("run")
            .args(words)
            .current_dir(self.folder.root());
        command.env(self.marker.name(), self.marker.value());
        let output = command.output().expect("a start");
        assert_nothing_left(&self.marker);
        output
    }

    /// What is told of it.
    fn record(&self) -> Value {
        let ran = self.run(&["--json"]);
        let said = String::from_utf8_lossy(&ran.stdout);
        let erring = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{said}{erring}");
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{erring}"))
    }

    /// What is printed for a learner.
    fn printed(&self) -> String {
        let ran = self.run(&["--color", "never"]);
        let erring = String::from_utf8_lossy(&ran.stderr).into_owned();
        String::from_utf8_lossy(&ran.stdout).into_owned() + &erring
    }
}

/// The only error is that the compiler was stopped, and `why`.
fn assert_stops_the_compiler(judged: &Judged, why: &str) {
    let said = judged.printed();
    assert!(
        said.contains(&format!("error: the compiler {why}")),
        "{said}"
    );
    assert!(
        said.contains("help: look for an endless loop in a `const`"),
        "{said}"
    );
    assert!(said.contains("It does not compile yet: 1 error"), "{said}");
}

#[test]
fn a_const_that_loops_does_not_compile() {
    let judged = Judged::with("const_loop", LONG);
    assert_stops_the_compiler(&judged, "did not finish within 20 s");
}

#[test]
fn a_macro_that_doubles_itself_does_not_compile() {
    let judged = Judged::with("macro_bomb", LONG);
    let record = judged.record();
    assert_eq!(record["verdict"], "does-not-compile", "{record}");
}

#[test]
fn an_included_pipe_does_not_compile() {
    let judged = Judged::with("reads_a_pipe", LONG);
    judged.add_pipe();
    assert_stops_the_compiler(&judged, "did not finish within 20 s");
}

#[test]
fn an_included_device_without_an_end_does_not_compile() {
    let judged = Judged::with("reads_zeros", LONG);
    let record = judged.record();
    assert_eq!(record["verdict"], "does-not-compile", "{record}");
}

#[test]
fn what_keeps_only_the_compiler_of_the_check_does_not_compile_either() {
    let judged = Judged::with("keeps_the_check_s_compiler", LONG);
    // Which of its limits it reaches first depends on the compiler.
    assert_stops_the_compiler(&judged, "");
}

#[test]
fn a_verdict_of_a_compiler_that_was_stopped_is_not_kept() {
    let judged = Judged::with("reads_a_pipe", LONG);
    judged.add_pipe();
    let mut command = Command::new(env!("CARGO_BIN_EXE_asynclings"));
    command
        .args(["check-all", "--json"])
        .current_dir(judged.folder.root());
    let ran = command.output().expect("a start");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(said.contains("does-not-compile"), "{said}");
    let kept = judged.folder.root().join(".asynclings/verdicts/one.json");
    assert!(!kept.exists());
}

#[test]
fn the_memory_of_a_program_s_children_is_its_own() {
    let record = Judged::with("children_allocate", LONG).record();
    assert_eq!(record["verdict"], "out-of-memory", "{record}");
}

#[test]
fn a_program_that_starts_one_process_after_another_is_stopped() {
    let record = Judged::with("starts_itself", LONG).record();
    assert_eq!(record["verdict"], "crashed", "{record}");
    let message = record["findings"][0]["message"]
        .as_str()
        .unwrap_or_default();
    assert!(message.contains("more than 256 processes"), "{record}");
}

#[test]
fn what_a_right_answer_leaves_behind_is_ended() {
    let judged = Judged::with("leaves_children", LONG);
    let said = judged.printed();
    assert!(said.contains("Passed"), "{said}");
    assert!(said.contains("main was here"), "{said}");
}

#[test]
fn a_program_that_spins_is_ended_with_its_children() {
    let record = Judged::with("spins_with_children", SHORT).record();
    assert_eq!(record["verdict"], "timed-out", "{record}");
}

#[test]
fn a_main_that_spins_is_ended_after_its_time() {
    let judged = Judged::with("main_spins", SHORT);
    let said = judged.printed();
    assert!(said.contains("Passed"), "{said}");
    assert!(said.contains("main has begun"), "{said}");
    assert!(
        said.contains("Stopped: it was still running after 2 s."),
        "{said}"
    );
}

#[test]
fn a_main_that_takes_memory_through_its_children_is_ended_as_well() {
    let program = text("wrong/children_allocate.rs");
    let answer = program.replace("    have_children();\n    42", "    42");
    let judged = Judged::with("children_allocate", LONG);
    judged.folder.save("one", answer);
    let said = judged.printed();
    assert!(said.contains("Passed"), "{said}");
    assert!(
        said.contains("Stopped: it used more than 1 GiB of memory."),
        "{said}"
    );
}

#[test]
fn a_course_of_programs_alone_has_the_same_limits() {
    let judged = Judged::with("main_spins", SHORT);
    let check = judged.folder.root().join("checks");
    fs::remove_dir_all(check).expect("the checks are gone");
    let record = judged.record();
    assert_eq!(record["verdict"], "timed-out", "{record}");
}

#[test]
fn a_compiler_that_prints_without_end_is_stopped_and_its_first_messages_are_kept() {
    let judged = Judged::with("hangs", LONG);
    let numbers: String = (0..8_000).map(|number| format!("{number} ")).collect();
    let words = "too much ".repeat(60);
    let flood = format!(
        "macro_rules! flood {{ ($($n:literal)*) => {{ $(compile_error!(concat!({words:?}, $n));)* }} }}\n\
         flood! {{ {numbers} }}\n"
    );
    judged.folder.save("one", flood);
    let record = judged.record();
    assert_eq!(record["verdict"], "does-not-compile");
    let findings = record["findings"].as_array().expect("findings");
    assert!(findings.len() <= 101, "{} findings", findings.len());
    let last = findings.last().expect("one").to_string();
    assert!(
        last.contains("the compiler printed more than 8 MiB"),
        "{last}"
    );
}
