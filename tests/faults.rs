//! Every fault that the probe can find, and what a learner reads about it.
//!
//! Each folder of `tests/courses/faults` has a program with one fault, a right one, the check that
//! tells them apart, and the finding's text at two widths. `UPDATE_FINDINGS=1` writes the texts
//! anew; read them as somebody would who does not know the answer.

mod learner;

use asynclings::attempt::preparation::Preparation;
use asynclings::attempt::{Attempt, Attempted};
use asynclings::build::cargo::Urgency;
use asynclings::course::Course;
use asynclings::exercise::Exercise;
use asynclings::record::Record;
use asynclings::screen::report::report;
use asynclings::screen::{Colour, set_colour};
use asynclings::verdict::{Outcome, Verdict};
use learner::{Learner, Said, repository};
use report::Fact;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// The widths at which a finding is kept: that of a pipe, and the narrowest that has to do.
const WIDTHS: [usize; 2] = [80, 60];

/// Stands for what a machine measures in its own way, until it is written as `N`: always as long, so
/// that lines break at the same place.
const MEASURED: u64 = 777;

const KIB: u64 = 1024;

/// A test for each fault, and the list of all.
macro_rules! faults {
    ($($name:ident,)+) => {
        const FAULTS: &[&str] = &[$(stringify!($name)),+];
        $(#[test]
        fn $name() {
            prove(stringify!($name));
        })+
    };
}

faults! {
    sequential,
    thread_sleep,
    lost_wake_up,
    waker_not_called,
    busy_poll,
    first_waker,
    cancelled_transfer,
    cancelled_read,
    executor_held,
    left_alive,
    aborted_not_joined,
    too_many_at_once,
    too_many_calls,
    unbounded_queue,
    ran_early,
    never_ran,
    future_too_big,
    memory_per_connection,
    not_send,
    deadlock,
    forgotten_sender,
    spin,
    spin_in_own_task,
    race,
    one_client_at_a_time,
    check_then_notified,
    deadline_rebuilt,
    used_the_clock,
    too_much_in_one_poll,
    spawned,
    too_many_threads,
}

#[test]
fn every_fault_of_the_course_is_proved() {
    let course = course();
    let course = Course::find(course.path()).unwrap();
    let exercises = course.exercises.iter();
    let names: Vec<&str> = exercises.map(|exercise| exercise.name.as_str()).collect();
    assert_eq!(names, FAULTS);
}

#[test]
fn a_deadlock_is_told_in_under_a_second_with_both_lines_and_the_circle() {
    let (outcome, text) = attempt("deadlock");
    assert!(
        outcome.timings.run < Duration::from_secs(1),
        "{:?}",
        outcome.timings
    );
    let finding = outcome.all_findings().next().unwrap();
    let Fact::Deadlocked { tasks, cycle, .. } = &finding.fact else {
        panic!("{text}");
    };
    assert_eq!(cycle.len(), 2, "{text}");
    for task in tasks.iter().filter(|task| task.name.is_some()) {
        let place = task.waits[0].place.as_ref().unwrap();
        assert!(text.contains(&format!("line {}", place.line)), "{text}");
    }
}

#[test]
fn what_run_prints_is_the_same_text() {
    let course = course();
    let said = course.types(&["run", "left_alive", "--color", "never"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let (_, text) = attempt("left_alive");
    assert!(
        text.starts_with(&titled(WIDTHS[0], &said.out)),
        "{}",
        said.out
    );
}

/// The faulty program gets its finding, in the words that are kept, and the right one passes.
fn prove(name: &str) {
    let folder = course();
    let expected = {
        let course = Course::find(folder.path()).unwrap();
        exercise(&course, name).starter.clone().unwrap()
    };
    let (outcome, text) = attempt(name);
    let kind = outcome
        .all_findings()
        .next()
        .map(|finding| finding.fact.kind());
    assert_eq!(
        (outcome.verdict, kind),
        (expected.verdict, expected.because.as_deref()),
        "{text}"
    );
    let kept = kept(name);
    if std::env::var_os("UPDATE_FINDINGS").is_some() {
        fs::write(&kept, &text).unwrap();
    }
    let before = fs::read_to_string(&kept).unwrap_or_default();
    assert!(before == text, "\n== kept\n{before}\n== now\n{text}");
    assert_readable(name, &text);

    let said = judged(&folder, name, "faulty.rs");
    assert_eq!(said.code, 1, "{}", said.err);
    let record = &said.json()[0];
    assert_eq!(record["verdict"], expected.verdict.name(), "{record}");
    assert_eq!(record["findings"][0]["kind"], kind.unwrap(), "{record}");
    let said = judged(&folder, name, "right.rs");
    let record = &said.json()[0];
    assert_eq!(record["verdict"], Verdict::Passed.name(), "{record}");
    assert_eq!(said.code, 0, "{}", said.err);
}

/// No colour, no line too wide, none of the hidden test.
fn assert_readable(name: &str, text: &str) {
    assert!(!text.contains('\u{1b}'), "{text}");
    let narrow = text.split(&title(WIDTHS[1])).nth(1).unwrap();
    // An interface is shown as it is written, so that it can be copied.
    let asked = |line: &&str| !line.trim_start().starts_with("pub ") && !line.contains("asked for");
    for line in narrow.lines().filter(asked) {
        assert!(line.chars().count() <= WIDTHS[1], "too wide: {line}");
    }
    let check = fs::read_to_string(part(name, "check.rs")).unwrap();
    let secret = check
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("let ") || line.starts_with("lab."));
    for line in secret {
        assert!(!text.contains(line), "{line}\n{text}");
    }
}

/// What `run` says as JSON of one of the programs.
fn judged(folder: &Learner, name: &str, file: &str) -> Said {
    let file = part(name, file).display().to_string();
    folder.types(&["run", name, "--json", "--file", &file])
}

/// The faulty program, judged, and the report at each width.
fn attempt(name: &str) -> (Outcome, String) {
    let folder = course();
    let course = Course::find(folder.path()).unwrap();
    let exercise = exercise(&course, name);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let attempted = runtime.block_on(async {
        let preparation = Preparation::of(&course).unwrap();
        let kit = preparation
            .kit(exercise, Urgency::Now, &|_| ())
            .await
            .unwrap();
        Attempt::of(&course, exercise).make(&kit).await.unwrap()
    });
    let Attempted::Judged(mut outcome) = attempted else {
        panic!("{name}: {attempted:?}");
    };
    let record = Record::of(name, &outcome).line().unwrap();
    assert!(!record.contains("\\u001b"), "{record}");
    forget_measured(&mut outcome);
    set_colour(Colour::Never);
    let text = WIDTHS.map(|width| {
        let report = report(&outcome, exercise, &course.root, width);
        let mut lines = report.printed;
        lines.extend(report.promises);
        lines.push(report.headline);
        titled(width, &(lines.join("\n") + "\n"))
    });
    let text = text.concat().replace(&MEASURED.to_string(), "N");
    (*outcome, text)
}

/// Puts [`MEASURED`] wherever another machine, or another day, would measure another number.
fn forget_measured(outcome: &mut Outcome) {
    let of_checks = outcome.checks.iter_mut();
    let of_checks = of_checks.flat_map(|check| &mut check.findings);
    for finding in of_checks.chain(&mut outcome.findings) {
        match &mut finding.fact {
            Fact::BlockedThread { held_real_ms, .. } => *held_real_ms = MEASURED,
            Fact::ExecutorHeld {
                longest_poll_real_ms,
                ..
            } => *longest_poll_real_ms = MEASURED,
            Fact::Hung {
                polling_real_ms, ..
            } => *polling_real_ms = polling_real_ms.map(|_| MEASURED),
            Fact::TooManyThreads { threads, .. } => *threads = MEASURED,
            Fact::FutureTooBig { bytes, .. } | Fact::TooMuchMemory { bytes, .. } => {
                *bytes = MEASURED * KIB;
            }
            _ => {}
        }
    }
}

fn title(width: usize) -> String {
    format!("-- {width} columns\n")
}

fn titled(width: usize, text: &str) -> String {
    format!("{}{text}\n", title(width))
}

/// A folder with the course in it, each exercise at its faulty program.
fn course() -> Learner {
    let folder = Learner::in_empty_folder();
    let copy = |from: PathBuf, to: &str| folder.write(to, fs::read(from).unwrap());
    copy(faults().join("info.toml"), "info.toml");
    copy(repository("Cargo.lock"), "Cargo.lock");
    let manifest = fs::read_to_string(repository("exercises/Cargo.toml")).unwrap();
    let with_all_of_tokio =
        manifest.replace("\"tokio/full\" = [", "\"tokio/full\" = [\"faults\", ");
    assert_ne!(manifest, with_all_of_tokio);
    folder.write("exercises/Cargo.toml", with_all_of_tokio);
    for name in FAULTS {
        copy(part(name, "check.rs"), &format!("checks/faults/{name}.rs"));
        let starter = format!("exercises/faults/{name}.rs");
        copy(part(name, "faulty.rs"), &starter);
    }
    folder
}

fn exercise<'a>(course: &'a Course, name: &str) -> &'a Exercise {
    let mut exercises = course.exercises.iter();
    exercises.find(|exercise| exercise.name == name).unwrap()
}

fn faults() -> PathBuf {
    repository("tests/courses/faults")
}

fn part(name: &str, file: &str) -> PathBuf {
    faults().join(name).join(file)
}

fn kept(name: &str) -> PathBuf {
    part(name, "finding.txt")
}
