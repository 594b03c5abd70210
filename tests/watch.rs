//! The watcher, driven through a real terminal: what a learner types, saves and sees.

mod folder;
mod pipes;
mod terminal;

use asynclings::build::cache_dir;
use folder::{Folder, LONG, answering, done_in, repository, starter_of, text};
use pipes::Pipes;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use terminal::{Setup, Terminal, says};
use unicode_width::UnicodeWidthStr;

const PASSED: &str = "Passed: 1 of 1 checks";
const NOT_THERE_YET: &str = "Not yet: 0 of 1 checks passed";
const PRINTED: &str = "Your program prints: │ main was here";

// The way through the course.

#[test]
fn that_later_chapters_are_prepared_is_said_beside_the_verdict_and_only_meanwhile() {
    let folder = Folder::with_one();
    folder.add_a_chapter_that_depends_on_more();
    let cache = beside_the_kits_that_are_there();
    // Of two crates it compiles one, and then waits for the test, and fails.
    let cargo = cache.path().join("cargo");
    let go_on = cache.path().join("go_on");
    let said = "#!/bin/sh\n\
                case \"$1\" in\n\
                metadata) echo '{\"packages\":[],\"resolve\":{\"nodes\":[\
                {\"id\":\"a\",\"deps\":[]},{\"id\":\"b\",\"deps\":[]}]}}' ;;\n\
                build) echo '{\"reason\":\"compiler-artifact\",\"package_id\":\"a\",\
                \"target\":{\"kind\":[\"lib\"]},\"filenames\":[],\"executable\":null}'\n";
    let script = format!("{said}cat {:?}; exit 1 ;;\nesac\n", go_on.display());
    fs::write(&cargo, script).unwrap();
    fs::set_permissions(&cargo, Permissions::from_mode(0o755)).unwrap();
    let made = Command::new("mkfifo").arg(&go_on).status().unwrap();
    assert!(made.success());
    let mut terminal = Setup::of(&folder.root())
        .variable("ASYNCLINGS_CACHE", &cache.path().to_string_lossy())
        .variable("CARGO", &cargo.to_string_lossy())
        .start();
    terminal.wait_for("a verdict, and the phrase", |screen| {
        says(screen, NOT_THERE_YET) && says(screen, "preparing later chapters 1/2")
    });
    fs::write(&go_on, "").unwrap();
    terminal.wait_for("a verdict without the phrase", |screen| {
        says(screen, NOT_THERE_YET) && !says(screen, "preparing")
    });
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

/// A cache folder of its own, in which the kits that were made before are found.
fn beside_the_kits_that_are_there() -> TempDir {
    let (cache, there) = (tempfile::tempdir().unwrap(), cache_dir().unwrap());
    let kits = cache.path().join("kits");
    fs::create_dir(&kits).unwrap();
    for kit in fs::read_dir(there.join("kits")).unwrap() {
        let kit = kit.unwrap();
        symlink(kit.path(), kits.join(kit.file_name())).unwrap();
    }
    cache
}

#[test]
fn the_whole_course_is_solved_from_the_welcome_to_the_final_message() {
    let dir = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(dir.path()).unwrap().join("learning");
    asynclings(dir.path(), &["init", "learning"]);
    let course = course_in(&root);
    assert!(!course.is_empty());
    let mut terminal = Terminal::watching(&root);
    terminal.wait_for_text(&first_sentence("welcome_message"));
    terminal.press("\r");
    for (number, (name, path)) in course.iter().enumerate() {
        terminal.wait_for(&format!("{name} at hand"), |screen| is_at(screen, name));
        let solution = Path::new("solutions").join(path.strip_prefix("exercises").unwrap());
        fs::copy(repository().join(&solution), root.join(path)).unwrap();
        let all = course.len();
        let bar = format!("{}/{all}", number + 1);
        terminal.wait_for(&format!("a pass of {name}"), |screen| {
            is_at(screen, &format!("{name} ✓")) && says(screen, "✓ Passed") && says(screen, &bar)
        });
        assert_eq!(done_in(&root).last(), Some(name));
        assert!(root.join(&solution).is_file(), "the pass gives no solution");
        terminal.press("n");
    }
    terminal.wait_for_text("All exercises are done.");
    terminal.wait_for_text(&first_sentence("final_message"));
    let names: Vec<String> = course.into_iter().map(|(name, _)| name).collect();
    assert_eq!(done_in(&root), names);
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);

    let mut terminal = Terminal::watching(&root);
    let all = names.len();
    // No welcome any more.
    terminal.wait_for_text(&format!("{all}/{all}"));
    terminal.wait_for_text("✓ Passed");
    terminal.press("n");
    terminal.wait_for_text("All exercises are done.");
}

#[test]
fn the_timeline_and_the_original_are_one_key_away() {
    let dir = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(dir.path()).unwrap().join("learning");
    asynclings(dir.path(), &["init", "learning"]);
    let mut terminal = Terminal::watching(&root);
    terminal.wait_for_text(&first_sentence("welcome_message"));
    terminal.press("\r");
    // The timeline is kept before `main` is shown.
    terminal.wait_for_text("Your program prints");
    terminal.press("t");
    terminal.wait_for_text("What happened when");
    terminal.wait_for_text("your function");
    terminal.press("\r");
    terminal.wait_for_text("Your program prints");
    // So is the Python original.
    terminal.press("o");
    let screen = terminal.wait_for_text("From Python to Rust");
    assert!(screen.contains("async def pour("), "{screen}");
    terminal.press("\r");
    terminal.wait_for_text("Your program prints");
}

#[test]
fn what_passed_in_one_session_is_where_the_next_one_goes_on() {
    let folder = Folder::with(&[("one", LONG), ("two", LONG), ("three", LONG)]);
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    terminal.press("n");
    terminal.wait_for_text("Not done yet.");
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    terminal.kill();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for("the second", |screen| {
        is_at(screen, "two") && says(screen, NOT_THERE_YET) && says(screen, "1/3")
    });
    terminal.press("p");
    terminal.wait_for("the first, done", |screen| {
        is_at(screen, "one ✓") && says(screen, PASSED)
    });
    // Saving another exercise goes there.
    folder.save("three", text("solution.rs"));
    terminal.wait_for("the third, done", |screen| {
        is_at(screen, "three ✓") && says(screen, PASSED)
    });
    terminal.press("n");
    terminal.wait_for("the second", |screen| is_at(screen, "two"));
}

// While an exercise runs.

#[test]
fn a_save_in_the_middle_of_a_check_wins_and_nothing_of_the_old_run_is_left() {
    let folder = Folder::with_one();
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    let hanging = Caller::of_a_save(&folder);
    let saved = Instant::now();
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    assert!(saved.elapsed() < Duration::from_secs(60), "not promptly");
    hanging.wait_until_gone();
}

#[test]
fn a_watcher_that_is_killed_leaves_no_exercise_behind() {
    let folder = Folder::with_one();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    let hanging = Caller::of_a_save(&folder);
    terminal.kill();
    hanging.wait_until_gone();
}

#[test]
fn keys_answer_while_an_exercise_hangs() {
    let folder = Folder::with(&[("one", LONG), ("two", LONG)]);
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    let hanging = Caller::of_a_save(&folder);
    terminal.wait_for_text("Checking …");
    terminal.press("h");
    terminal.wait_for_text("Hint 1 of 2 It is more than 41.");
    terminal.press("h");
    terminal.wait_for_text("Hint 2 of 2 It is less than 43.");
    terminal.press("l");
    terminal.wait_for_text("Exercises all");
    terminal.press("l");
    terminal.wait_for_text("Checking …");
    terminal.press("?");
    terminal.wait_for_text("reset: the starter comes back");
    terminal.press("q");
    terminal.wait_for_text("Checking …");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    hanging.wait_until_gone();
}

#[test]
fn keys_answer_while_an_exercise_keeps_the_processor_busy() {
    let folder = Folder::with_one();
    folder.save("one", text("wrong/hangs.rs"));
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text("Checking …");
    terminal.press("h");
    terminal.wait_for_text("Hint 1 of 2");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn of_many_saves_in_a_second_the_last_one_is_judged() {
    let folder = Folder::with_one();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    let last = 1_009;
    for number in 1_000..=last {
        let before = terminal.count();
        folder.save("one", answering(number));
        // Each save meets the run that the one before has begun.
        terminal.wait_for_more_than(before);
    }
    let right = format!("expected 42 got {last}");
    terminal.wait_for("the last save's verdict", |screen| {
        says(screen, &right) && says(screen, PRINTED)
    });
    let judged = terminal.count();
    terminal.press("?");
    terminal.wait_for_text("Esc: back");
    terminal.press("?");
    terminal.wait_for_text(&right);
    for frame in terminal.frames_from(judged) {
        assert!(!says(&frame, "got") || says(&frame, &right), "{frame}");
    }
}

#[test]
fn a_save_of_the_same_text_starts_nothing_and_r_does() {
    let folder = Folder::with_one();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PRINTED);
    let before = terminal.count();
    folder.save("one", text("solution.rs"));
    terminal.press("r");
    terminal.wait_for_more_than(before);
    terminal.wait_for_text(PRINTED);
    let checks = terminal.frames_from(before);
    let begun = checks.iter().filter(|frame| says(frame, "Checking …"));
    assert_eq!(begun.count(), 1, "{checks:#?}");
}

#[test]
fn what_is_kept_for_the_next_save_can_be_removed_in_between() {
    let folder = Folder::with_one();
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(PRINTED);
    fs::remove_dir_all(folder.root().join(".asynclings/build")).unwrap();
    passes_again(&folder, &terminal);
}

#[test]
fn run_by_hand_a_save_waits_for_its_key() {
    let folder = Folder::with_one();
    let mut terminal = Setup::of(&folder.root()).argument("--manual-run").start();
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text("Saved. Press r to judge it.");
    terminal.press("r");
    terminal.wait_for_text(PASSED);
}

// What a learner's program can come to.

/// Saves one of the wrong answers, waits until the screen says each of `sentences`, and shows
/// that the watcher is none the worse.
fn the_watcher_survives(wrong: &str, limit: u32, sentences: &[&str]) -> String {
    let folder = Folder::with(&[("one", limit)]);
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text(&format!("wrong/{wrong}.rs")));
    let screen = terminal.wait_for(&format!("{sentences:?}"), |screen| {
        sentences.iter().all(|sentence| says(screen, sentence))
    });
    assert!(!screen.contains('✓'), "it counts as a pass:\n{screen}");
    terminal.press("h");
    terminal.wait_for_text("Hint 1 of 2");
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    assert_eq!(folder.done(), ["one"]);
    screen
}

#[test]
fn a_loop_without_an_end_is_stopped_at_the_time_limit() {
    the_watcher_survives(
        "hangs",
        2_000,
        &[
            "Out of time: stopped after 2 s",
            "One poll has not returned",
        ],
    );
}

#[test]
fn a_deadlock_is_told_at_once() {
    the_watcher_survives("deadlocks", LONG, &["Deadlocked", "waits forever"]);
}

#[test]
fn a_flood_of_output_is_stopped() {
    the_watcher_survives("floods", LONG, &["Stopped: it printed without end"]);
}

#[test]
fn memory_taken_without_end_is_stopped_in_the_tests_and_in_main() {
    the_watcher_survives(
        "allocates",
        LONG,
        &[
            "Stopped: it used more than 1 GiB of memory",
            "Your program prints: │ memory allocation of 1048576 bytes failed",
        ],
    );
}

#[test]
fn an_exit_is_no_pass() {
    the_watcher_survives(
        "exits",
        LONG,
        &["It exited before every check had finished", "exit status 0"],
    );
}

#[test]
fn an_abort_is_told() {
    the_watcher_survives(
        "aborts",
        LONG,
        &["It exited before every check had finished", "SIGABRT"],
    );
}

#[test]
fn a_panic_is_told_in_its_own_words() {
    the_watcher_survives(
        "panics",
        LONG,
        &[NOT_THERE_YET, "Your code panicked.", "no answer today"],
    );
}

#[test]
fn a_panic_in_a_task_does_not_end_the_check() {
    the_watcher_survives(
        "panics_in_task",
        LONG,
        &[NOT_THERE_YET, "expected 42 got 13"],
    );
}

#[test]
fn an_error_of_the_compiler_is_told() {
    the_watcher_survives(
        "does_not_compile",
        LONG,
        &["It does not compile yet: 1 error", "mismatched types"],
    );
}

#[test]
fn a_program_cannot_write_into_the_screen() {
    let screen = the_watcher_survives("shouts", LONG, &[NOT_THERE_YET, "│ still red"]);
    // Had its clearing been obeyed, the header would be gone.
    assert!(is_at(&screen, "one"), "{screen}");
}

// The file, in whatever state it is.

#[test]
fn a_save_by_rename_is_judged() {
    let folder = Folder::with_one();
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    save_by_rename(&folder, &text("wrong/panics.rs"));
    terminal.wait_for_text("no answer today");
    save_by_rename(&folder, &text("solution.rs"));
    terminal.wait_for_text(PASSED);
}

/// As vim does: the old file becomes the backup, the new one is written in its place.
fn save_by_rename(folder: &Folder, text: &str) {
    let file = folder.exercise("one");
    let backup = file.with_extension("rs~");
    fs::rename(&file, &backup).unwrap();
    fs::write(&file, text).unwrap();
    fs::remove_file(backup).unwrap();
}

#[test]
fn a_file_that_is_renamed_over_the_exercise_is_judged() {
    let folder = Folder::with_one();
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    let file = folder.exercise("one");
    let new = file.with_extension("rs.tmp");
    fs::write(&new, text("solution.rs")).unwrap();
    fs::rename(&new, &file).unwrap();
    terminal.wait_for_text(PASSED);
}

#[test]
fn an_exercise_that_is_deleted_or_no_text_is_told_and_can_come_back() {
    let folder = Folder::with_one();
    let file = folder.exercise("one");
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    fs::remove_file(&file).unwrap();
    terminal.wait_for_text("is not there. `asynclings reset one` brings the starter back.");
    passes_again(&folder, &terminal);
    folder.save("one", "");
    terminal.wait_for_text("is empty. `asynclings reset one` brings the starter back.");
    passes_again(&folder, &terminal);
    folder.save("one", b"fn main() {}\n// caf\xe9\n");
    terminal.wait_for_text("is not UTF-8: its byte 20 starts no character.");
    passes_again(&folder, &terminal);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    terminal.wait_for_text("is a folder. Move it away");
    fs::remove_dir(&file).unwrap();
    passes_again(&folder, &terminal);
    fs::remove_file(&file).unwrap();
    symlink("nowhere.rs", &file).unwrap();
    terminal.wait_for_text("is a link to a file that is not there.");
}

fn passes_again(folder: &Folder, terminal: &Terminal) {
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
}

#[test]
fn a_link_to_a_right_answer_is_judged_as_the_answer() {
    let folder = Folder::with_one();
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    let elsewhere = folder.root().join("elsewhere.rs");
    fs::write(&elsewhere, text("solution.rs")).unwrap();
    let file = folder.exercise("one");
    for link in [symlink, fs::hard_link] {
        fs::remove_file(&file).unwrap();
        terminal.wait_for_text("is not there.");
        // Nobody writes and closes it: it is there at once, and whole.
        link(&elsewhere, &file).unwrap();
        terminal.wait_for_text(PASSED);
    }
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_no_verdict() {
    let folder = Folder::with_one();
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs").replace('\n', "\r\n"));
    terminal.wait_for_text(PASSED);
    folder.save("one", text("wrong/panics.rs").replace('\n', "\r\n"));
    terminal.wait_for_text("no answer today");
    folder.save("one", format!("\u{feff}{}", text("solution.rs")));
    terminal.wait_for_text(PASSED);
}

#[test]
fn where_nobody_tells_of_saves_they_are_seen_all_the_same() {
    let folder = Folder::with_one();
    let terminal = Setup::of(&folder.root()).argument("--poll").start();
    terminal.wait_for_text("Looking for saves four times a second, as you asked with --poll.");
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    fs::remove_file(folder.exercise("one")).unwrap();
    terminal.wait_for_text("is not there.");
}

// The screen.

#[test]
fn after_a_resize_the_screen_is_drawn_for_its_new_size() {
    let folder = Folder::with_one();
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    for wrong in ["does_not_compile", "panics", "deadlocks"] {
        folder.save("one", text(&format!("wrong/{wrong}.rs")));
        let says_why = match wrong {
            "does_not_compile" => "It does not compile yet",
            "panics" => "no answer today",
            _ => "Deadlocked",
        };
        terminal.wait_for_text(says_why);
        for (columns, rows) in [(60, 24), (40, 12), (120, 50)] {
            terminal.resize(columns, rows);
            let screen = terminal.wait_for("a new bar", |screen| bar_of(screen) == bar(columns));
            assert!(screen.lines().count() <= usize::from(rows), "{screen}");
            assert!(is_at(&screen, "one"), "no header:\n{screen}");
            let last = screen.lines().last().unwrap_or_default();
            assert!(last.starts_with("h:hint"), "no footer:\n{screen}");
            assert!(!screen.contains("[?") && !screen.contains("]8"), "{screen}");
            let lines = terminal.written_lines();
            // The compiler draws as wide as it likes; what is ours keeps to the window.
            if wrong != "does_not_compile" {
                for line in lines {
                    assert!(line.width() <= usize::from(columns), "{columns}: {line:?}");
                }
            }
        }
    }
}

/// The length of the bar in a window of so many columns.
fn bar(columns: u16) -> usize {
    usize::from(columns).min("[] 0/1".len() + 60)
}

fn bar_of(screen: &str) -> usize {
    let bar = screen.lines().rev().find(|line| line.ends_with("] 0/1"));
    bar.map_or(0, str::len)
}

#[test]
fn every_view_fits_into_a_narrow_window() {
    let last = "the_last_of_all";
    let folder = Folder::with(&[("one", LONG), (last, 1_000)]);
    folder.save(last, text("wrong/hangs.rs"));
    let mut terminal = Setup::of(&folder.root()).size(40, 12).start();
    terminal.wait_for_text(NOT_THERE_YET);
    for (key, sentence) in [
        ("h", "Hint 1 of 2"),
        ("l", "Enter:go"),
        ("\r", "Not yet"),
        ("x", "any other key: no"),
        ("n", "Not yet"),
        ("n", "choose from the list: l"),
        ("lj\r", "Out of time"),
        ("?", "Esc: back"),
        ("q", "Out of time"),
        ("c", "to the first that did not pass"),
    ] {
        terminal.press(key);
        terminal.wait_for_text(sentence);
        let lines = terminal.written_lines();
        assert!(lines.len() <= 12, "{sentence}: {lines:#?}");
        for line in lines {
            assert!(line.width() <= 40, "{sentence}: {line:?}");
        }
    }
}

#[test]
fn colours_are_there_unless_they_are_not_wanted() {
    let folder = Folder::with_one();
    let coloured = bytes_of_a_session(Setup::of(&folder.root()));
    assert!(has_colours(&coloured) && has_links(&coloured));
    let folder = Folder::with_one();
    for setup in [
        Setup::of(&folder.root()).variable("NO_COLOR", "1"),
        Setup::of(&folder.root()).argument("--color=never"),
        Setup::of(&folder.root()).variable("TERM", "dumb"),
    ] {
        let plain = bytes_of_a_session(setup);
        assert!(!has_colours(&plain) && !has_links(&plain));
        folder.save("one", starter_of("one"));
    }
}

/// All that is written while most of what there is gets shown.
fn bytes_of_a_session(setup: Setup) -> Vec<u8> {
    let folder = setup.folder().to_owned();
    let file = folder.join("exercises/01_answers/one.rs");
    let mut terminal = setup.start();
    terminal.wait_for_text(NOT_THERE_YET);
    fs::write(&file, text("wrong/does_not_compile.rs")).unwrap();
    terminal.wait_for_text("It does not compile yet");
    fs::write(&file, text("solution.rs")).unwrap();
    terminal.wait_for_text(PRINTED);
    for (key, says) in [
        ("h", "Hint 1"),
        ("l", "Enter:go"),
        ("l", "Hint 1"),
        ("?", "Esc: back"),
        ("q", "Hint 1"),
        ("s", "The right answer"),
        ("\r", "Hint 1"),
        ("x", "any other key: no"),
        ("q", "Hint 1"),
        ("n", "All exercises are done"),
    ] {
        terminal.press(key);
        terminal.wait_for_text(says);
    }
    terminal.press("q");
    terminal.wait_exit();
    terminal.bytes()
}

/// Whether one of the control sequences in `bytes` changes how letters look.
fn has_colours(bytes: &[u8]) -> bool {
    let mut sequences = bytes.split(|byte| *byte == 0x1b).skip(1);
    sequences.any(|rest| {
        let end = rest.iter().position(|byte| byte.is_ascii_alphabetic());
        rest.first() == Some(&b'[') && end.is_some_and(|end| rest[end] == b'm')
    })
}

/// Whether `bytes` hold a command to the terminal, as a link is.
fn has_links(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|two| two == b"\x1b]")
}

// Keys that ask for more than a glance.

#[test]
fn reset_asks_first_and_keeps_what_was_written() {
    let folder = Folder::with_one();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PRINTED);
    for no in ["n", "x", "\r", "\u{1b}"] {
        terminal.press("x");
        terminal.wait_for_text("Put the starter of one back?");
        terminal.press(no);
        terminal.wait_for_text(PASSED);
        let now = fs::read_to_string(folder.exercise("one")).unwrap();
        assert_eq!(now, text("solution.rs"));
    }
    terminal.press("x");
    terminal.wait_for_text("Put the starter of one back?");
    terminal.press("y");
    // It must still be there when the starter has been judged: who reads as fast as that?
    terminal.wait_for("the backup and the verdict", |screen| {
        let backup = "The starter is back. Your text is kept in .asynclings/backups/one.1.rs";
        says(screen, backup) && says(screen, NOT_THERE_YET) && says(screen, PRINTED)
    });
    let now = fs::read_to_string(folder.exercise("one")).unwrap();
    assert_eq!(now, starter_of("one"));
    let backup = folder.root().join(".asynclings/backups/one.1.rs");
    assert_eq!(fs::read_to_string(backup).unwrap(), text("solution.rs"));
    assert!(folder.done().is_empty());
    // The same text as before the reset is a save like any other.
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
}

#[test]
fn reset_says_where_the_backup_is_whatever_the_disk_tells_meanwhile() {
    let folder = Folder::with_one();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    for number in 1..10 {
        let answer = 1_000 + number;
        folder.save("one", answering(answer));
        terminal.wait_for_text(&format!("got {answer}"));
        terminal.press("x");
        terminal.wait_for_text("Put the starter of one back?");
        terminal.press("y");
        // The watcher hears of the starter that it wrote as of any save; it must know better.
        let backup = format!("kept in .asynclings/backups/one.{number}.rs");
        terminal.wait_for(&backup, |screen| {
            says(screen, &backup) && says(screen, "got 41") && says(screen, PRINTED)
        });
    }
}

#[test]
fn the_list_is_searched_filtered_and_jumped_from() {
    let names = [("one", LONG), ("two", LONG), ("three", LONG)];
    let folder = Folder::with(&names);
    folder.save("two", text("solution.rs"));
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    terminal.press("l");
    terminal.wait_for("all three", |screen| {
        listed(screen) == ["one", "two", "three"]
    });
    terminal.press("j\r");
    terminal.wait_for("the second, done", |screen| {
        is_at(screen, "two ✓") && says(screen, PASSED)
    });
    terminal.press("l");
    terminal.wait_for_text("Exercises all");
    terminal.press("d");
    terminal.wait_for("what is done", |screen| listed(screen) == ["two"]);
    terminal.press("p");
    terminal.wait_for("what is not", |screen| listed(screen) == ["one", "three"]);
    terminal.press("p");
    terminal.wait_for("all three", |screen| listed(screen).len() == 3);
    terminal.press("/dq");
    terminal.wait_for_text("nothing is like that");
    terminal.press("\u{7f}\u{7f}answer of th");
    terminal.wait_for("the one found", |screen| listed(screen) == ["three"]);
    terminal.press("\r");
    terminal.wait_for("the third", |screen| {
        is_at(screen, "three") && says(screen, NOT_THERE_YET)
    });
}

/// The names in the list that is shown.
fn listed(screen: &str) -> Vec<&str> {
    let rows = screen.lines().filter(|line| {
        let mut marks = line.chars().skip(2);
        matches!(marks.next(), Some('✓' | '·'))
    });
    rows.filter_map(|row| row.get(6..)?.split_whitespace().next())
        .collect()
}

#[test]
fn the_editor_gets_the_whole_terminal_and_gives_it_back() {
    let folder = Folder::with_one();
    let solution = folder.root().join("solutions/01_answers/one.rs");
    let editor = format!("stty -a | grep -q ' icanon' && cp {}", solution.display());
    let script = folder.root().join("editor.sh");
    fs::write(&script, format!("{editor} \"$1\"\n")).unwrap();
    let mut terminal = Setup::of(&folder.root())
        .variable("EDITOR", &format!("sh {}", script.display()))
        .start();
    terminal.wait_for_text(NOT_THERE_YET);
    terminal.press("e");
    terminal.wait_for_text(PASSED);
    assert!(!terminal.is_cooked() && !terminal.shows_cursor());
    terminal.press("h");
    terminal.wait_for_text("Hint 1 of 2");
}

// Beginnings and ends.

#[test]
fn a_second_watcher_says_that_there_is_one_and_the_first_goes_on() {
    let folder = Folder::with_one();
    let first = Terminal::watching(&folder.root());
    first.wait_for_text(NOT_THERE_YET);
    let mut second = Terminal::watching(&folder.root());
    assert_eq!(second.wait_exit(), 2);
    assert!(says(
        &second.screen(),
        "another asynclings is already watching"
    ));
    assert!(second.is_cooked() && second.shows_cursor());
    folder.save("one", text("solution.rs"));
    first.wait_for_text(PASSED);
}

/// A way to end the watcher.
type End = fn(&mut Terminal);

#[test]
fn the_terminal_is_given_back_however_the_watcher_is_ended() {
    let folder = Folder::with_one();
    let ends: [(&str, End); 6] = [
        ("q", |terminal| terminal.press("q")),
        ("control and C", |terminal| terminal.press("\u{3}")),
        ("control and C in the list", |terminal| {
            terminal.press("l\u{3}");
        }),
        ("SIGTERM", |terminal| terminal.signal(Signal::TERM)),
        ("SIGINT", |terminal| terminal.signal(Signal::INT)),
        ("SIGHUP", |terminal| terminal.signal(Signal::HUP)),
    ];
    for (what, end) in ends {
        let mut terminal = Terminal::watching(&folder.root());
        terminal.wait_for_text(NOT_THERE_YET);
        assert!(!terminal.is_cooked() && !terminal.shows_cursor(), "{what}");
        assert!(terminal.is_covered(), "what was there is written over");
        end(&mut terminal);
        assert_eq!(terminal.wait_exit(), 0, "{what}");
        assert!(terminal.is_cooked(), "no line editing after {what}");
        assert!(terminal.shows_cursor(), "no cursor after {what}");
        assert!(
            !terminal.is_covered(),
            "what was there is hidden after {what}"
        );
    }
}

#[test]
fn a_window_that_is_closed_ends_the_watcher_and_the_exercise_in_good_order() {
    let folder = Folder::with_one();
    let listener = Caller::listen(&folder);
    folder.save("one", text("wrong/calls_and_hangs.rs"));
    let size = PtySize {
        cols: 40,
        rows: 12,
        ..PtySize::default()
    };
    // Nobody reads: what is drawn until the call is less than a terminal keeps.
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_asynclings"));
    command.cwd(folder.root());
    let mut watcher = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let hanging = Caller::from(listener);
    drop(pty.master);
    hanging.wait_until_gone();
    let status = watcher.wait().unwrap();
    assert!(status.success(), "{status:?}");
}

#[test]
fn progress_that_cannot_be_read_is_kept_aside_and_what_passes_is_noted_again() {
    let names = [("one", LONG), ("two", LONG), ("three", LONG)];
    let folder = Folder::with_welcome(&names, "Welcome to the answers.");
    folder.save("one", text("solution.rs"));
    folder.save("three", text("solution.rs"));
    fs::create_dir_all(folder.progress_file().parent().unwrap()).unwrap();
    fs::write(folder.progress_file(), "done = [\"one\", ").unwrap();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text("Welcome to the answers.");
    terminal.press("\r");
    terminal.wait_for("the name of the file", |screen| {
        says(screen, "Your progress could not be read and is kept as")
            && says(screen, "progress.unreadable.1.toml")
            && says(screen, "Press c")
    });
    let aside = folder
        .progress_file()
        .with_file_name("progress.unreadable.1.toml");
    assert_eq!(fs::read_to_string(aside).unwrap(), "done = [\"one\", ");
    terminal.press("c");
    terminal.wait_for("the end of the check", |screen| {
        says(screen, "✓ 2 passed") && says(screen, "✗ 1 not: two") && says(screen, "Enter: to")
    });
    assert_eq!(folder.done(), ["one", "three"]);
    terminal.press("\r");
    terminal.wait_for("what is left", |screen| {
        is_at(screen, "two") && says(screen, "2/3")
    });
}

#[test]
fn behind_pipes_the_report_is_text_and_lines_are_keys() {
    let folder = Folder::with_one();
    let mut pipes = Pipes::watching(&folder.root());
    pipes.wait_for_text("expected  42");
    pipes.wait_for_text("got  41");
    pipes.wait_for_text(NOT_THERE_YET);
    pipes.send("h");
    pipes.wait_for_text("Hint 1 of 2");
    folder.save("one", text("solution.rs"));
    pipes.wait_for_text(PASSED);
    pipes.send("q");
    let (said, code) = pipes.wait_exit();
    assert_eq!(code, Some(0));
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn behind_pipes_saves_count_when_nobody_types_any_more() {
    let folder = Folder::with_one();
    let mut pipes = Pipes::watching(&folder.root());
    pipes.hang_up();
    pipes.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs"));
    pipes.wait_for_text(PASSED);
}

/// An exercise that hangs, on a line to the test.
struct Caller {
    line: UnixStream,
}

impl Caller {
    /// Saves an exercise that hangs, and waits until it does.
    fn of_a_save(folder: &Folder) -> Self {
        let listener = Self::listen(folder);
        folder.save("one", text("wrong/calls_and_hangs.rs"));
        Self::from(listener)
    }

    fn listen(folder: &Folder) -> UnixListener {
        UnixListener::bind(folder.root().join("line.sock")).unwrap()
    }

    fn wait_until_gone(mut self) {
        // The line ends when nobody holds its other end: neither the exercise nor its child.
        let mut rest = Vec::new();
        let ended = self.line.read_to_end(&mut rest);
        assert!(ended.is_ok(), "the exercise is still there: {ended:?}");
    }
}

impl From<UnixListener> for Caller {
    /// Waits for the call.
    fn from(listener: UnixListener) -> Self {
        let patience = Duration::from_secs(120);
        let (sender, calls) = channel();
        std::thread::spawn(move || sender.send(listener.accept()));
        let (line, _) = calls
            .recv_timeout(patience)
            .expect("a call from the exercise")
            .unwrap();
        line.set_read_timeout(Some(patience)).unwrap();
        let mut number = String::new();
        BufReader::new(&line).read_line(&mut number).unwrap();
        let number: u32 = number.trim().parse().expect("the number of a process");
        assert!(number > 1);
        Self { line }
    }
}

/// Whether the exercise at hand is `name`: its header begins with it.
fn is_at(screen: &str, name: &str) -> bool {
    let rest = screen.strip_prefix(name);
    rest.is_some_and(|rest| rest.starts_with(' '))
}

/// Names and paths of the exercises of the course in `root`, in order.
fn course_in(root: &Path) -> Vec<(String, std::path::PathBuf)> {
    let list = asynclings(root, &["list", "--json"]);
    list.lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| line[name].as_str().expect(name).to_owned();
            (field("exercise"), field("path").into())
        })
        .collect()
}

/// What the program prints, called with `arguments` in `dir`.
fn asynclings(dir: &Path, arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_asynclings"))
        .args(arguments)
        .current_dir(dir)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    String::from_utf8(run.stdout).unwrap()
}

/// How the message `name` in the repository's info.toml begins.
fn first_sentence(name: &str) -> String {
    let info = fs::read_to_string(repository().join("info.toml")).unwrap();
    let info: toml::Table = info.parse().unwrap();
    let message = info[name].as_str().unwrap().trim();
    message.split_inclusive('.').next().unwrap().to_owned()
}
