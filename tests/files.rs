//! Files and folders as people have them: strange ones, ones that move, ones under git.

mod folder;
mod learner;
mod terminal;

use folder::{Folder, LONG, answering, text};
use learner::Learner;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use terminal::{Setup, Terminal, says};

const PASSED: &str = "Passed: every promise kept (1 of 1)";
const NOT_THERE_YET: &str = "Not there yet, 0 of 1 promises kept";

/// Whether the exercise at hand is `name`: its header begins with it.
fn is_at(screen: &str, name: &str) -> bool {
    let rest = screen.strip_prefix(name);
    rest.is_some_and(|rest| rest.starts_with(' '))
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

// What is in a file's place.

#[test]
fn a_pipe_a_device_or_something_huge_in_an_exercises_place_is_told_and_the_watcher_goes_on() {
    let folder = Folder::with_one();
    let file = folder.exercise("one");
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    let put: [(&dyn Fn(), &str); 4] = [
        (
            &|| pipe(&file),
            "one.rs is a pipe, not a file. Move it away.",
        ),
        (
            &|| symlink("/dev/zero", &file).unwrap(),
            "one.rs links to a device, not to a file. Move it away.",
        ),
        (
            &|| {
                pipe(&folder.root().join("pipe"));
                symlink("../../pipe", &file).unwrap();
            },
            "one.rs links to a pipe, not to a file. Move it away.",
        ),
        (
            &|| fs::write(&file, vec![b' '; 2 << 20]).unwrap(),
            "one.rs is larger than 1 MiB",
        ),
    ];
    for (put, sentence) in put {
        fs::remove_file(&file).unwrap();
        put();
        terminal.wait_for_text(sentence);
        fs::remove_file(&file).unwrap();
        terminal.wait_for_text("is not there.");
        folder.save("one", text("solution.rs"));
        terminal.wait_for_text(PASSED);
    }
}

// Many files at once.

#[test]
fn only_a_save_of_one_other_exercise_moves_the_learner() {
    let folder = Folder::with(&[("one", LONG), ("two", LONG), ("three", LONG)]);
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for("the first", |screen| {
        is_at(screen, "one") && says(screen, NOT_THERE_YET)
    });
    // As a formatter, or git, does.
    folder.save("two", answering(1));
    folder.save("three", answering(1));
    let screen = terminal.wait_for_text("Several exercises changed at once. This is still one.");
    assert!(is_at(&screen, "one"), "{screen}");
    // Nothing new in either of them: what comes next is the first sign of anything.
    folder.save("two", answering(1));
    fs::remove_file(folder.exercise("two")).unwrap();
    folder.save("one", text("solution.rs"));
    terminal.wait_for("the first, passed", |screen| {
        is_at(screen, "one ✓") && says(screen, PASSED)
    });
    folder.save("three", text("solution.rs"));
    terminal.wait_for("the third, passed", |screen| {
        is_at(screen, "three ✓") && says(screen, PASSED)
    });
}

// Folders that move.

#[test]
fn exercises_that_are_moved_away_and_back_are_watched_again_and_no_save_is_lost() {
    let folder = Folder::with_one();
    let (exercises, away) = (folder.root().join("exercises"), folder.root().join("away"));
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    fs::rename(&exercises, &away).unwrap();
    terminal.wait_for_text("exercises/ was moved away. Watching goes on when it is back.");
    fs::write(away.join("01_answers/one.rs"), text("solution.rs")).unwrap();
    fs::rename(&away, &exercises).unwrap();
    terminal.wait_for_text(PASSED);
    // And another one in its place, in one moment.
    copy(&exercises, &away);
    fs::write(away.join("01_answers/one.rs"), answering(1)).unwrap();
    fs::rename(&exercises, folder.root().join("old")).unwrap();
    fs::rename(&away, &exercises).unwrap();
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
}

#[test]
fn a_chapter_that_is_replaced_is_watched_again() {
    let folder = Folder::with_one();
    let chapter = folder.root().join("exercises/01_answers");
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    fs::rename(&chapter, folder.root().join("old")).unwrap();
    terminal.wait_for_text("is not there.");
    fs::create_dir(&chapter).unwrap();
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    folder.save("one", answering(1));
    terminal.wait_for_text(NOT_THERE_YET);
}

#[test]
#[cfg(target_os = "linux")]
fn a_course_that_is_renamed_is_followed_with_the_exercise_at_hand() {
    let folder = Folder::with(&[("one", LONG), ("two", LONG)]);
    let around = tempfile::tempdir().unwrap();
    let around = fs::canonicalize(around.path()).unwrap();
    let (old, new) = (around.join("a/course"), around.join("a/renamed"));
    fs::create_dir(around.join("a")).unwrap();
    copy(&folder.root(), &old);
    let mut terminal = Terminal::watching(&old);
    terminal.wait_for_text(NOT_THERE_YET);
    let save = |root: &Path, name: &str, text: &str| {
        fs::write(root.join(format!("exercises/01_answers/{name}.rs")), text).unwrap();
    };
    save(&old, "two", &answering(1));
    terminal.wait_for("the second", |screen| is_at(screen, "two"));
    fs::rename(&old, &new).unwrap();
    let screen = terminal.wait_for_text(&format!("Watching {} now.", new.display()));
    assert!(is_at(&screen, "two"), "{screen}");
    save(&new, "two", &text("solution.rs"));
    terminal.wait_for_text(PASSED);
    assert_eq!(folder::done_in(&new), ["two"]);
    // A folder above it: of that the system tells nobody, so the next save does.
    fs::rename(around.join("a"), around.join("b")).unwrap();
    let newest = around.join("b/renamed");
    save(&newest, "two", &answering(1));
    terminal.wait_for("where it is now", |screen| {
        says(screen, &format!("Watching {} now.", newest.display())) && says(screen, NOT_THERE_YET)
    });
    assert!(!old.exists() && !new.exists());
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn where_saves_are_looked_for_moved_folders_are_found_too() {
    let folder = Folder::with_one();
    let (exercises, away) = (folder.root().join("exercises"), folder.root().join("away"));
    let terminal = Setup::of(&folder.root()).argument("--poll").start();
    terminal.wait_for_text(NOT_THERE_YET);
    fs::rename(&exercises, &away).unwrap();
    terminal.wait_for_text("exercises/ was moved away.");
    fs::rename(&away, &exercises).unwrap();
    terminal.wait_for_text("exercises/ is back.");
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-R").args([from, to]).status();
    assert!(copied.unwrap().success());
}

// Progress.

#[test]
fn a_pass_is_shown_only_when_it_is_on_the_disk_and_r_tries_again() {
    let folder = Folder::with_one();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    // Nobody can write through this, whoever it is.
    let temporary = folder.root().join(".asynclings/progress.toml.new");
    fs::create_dir(&temporary).unwrap();
    folder.save("one", text("solution.rs"));
    let screen = terminal.wait_for_text("Every check passed, but the pass could not be noted");
    assert!(says(&screen, "progress.toml cannot be written"), "{screen}");
    assert!(says(&screen, "press r to try again"), "{screen}");
    assert!(!says(&screen, "✓") && says(&screen, "0/1"), "{screen}");
    fs::remove_dir(&temporary).unwrap();
    terminal.press("r");
    terminal.wait_for_text(PASSED);
    assert_eq!(folder.done(), ["one"]);
}

#[test]
fn damaged_progress_is_said_by_every_door_that_finds_it() {
    let learner = Learner::new();
    for door in [
        &["list"][..],
        &["hint"],
        &["show"],
        &["timeline"],
        &["run"],
        &["reset", "coroutines1"],
    ] {
        learner.write(".asynclings/progress.toml", "damaged [");
        let said = learner.types(door);
        let sentence = "Your progress could not be read and is kept as";
        assert!(said.err.contains(sentence), "{door:?}: {}", said.err);
        let again = learner.types(door);
        assert!(!again.err.contains(sentence), "{door:?}: {}", again.err);
    }
}

#[test]
fn run_says_passed_only_when_that_is_on_the_disk() {
    let folder = Folder::with_one();
    folder.save("one", text("solution.rs"));
    let temporary = folder.root().join(".asynclings/progress.toml.new");
    fs::create_dir_all(&temporary).unwrap();
    let run = || {
        let mut run = Command::new(env!("CARGO_BIN_EXE_asynclings"));
        let run = run.arg("run").current_dir(folder.root()).output().unwrap();
        let said = [run.stdout, run.stderr].concat();
        (run.status.code(), String::from_utf8(said).unwrap())
    };
    let (code, said) = run();
    assert_eq!(code, Some(3), "{said}");
    assert!(!said.contains("Passed"), "{said}");
    assert!(said.contains("could not be noted"), "{said}");
    fs::remove_dir(&temporary).unwrap();
    let (code, said) = run();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(PASSED), "{said}");
}

// Paths.

#[test]
fn a_course_is_judged_wherever_it_lies() {
    let folder = Folder::with_one();
    folder.save("one", text("solution.rs"));
    let around = tempfile::tempdir().unwrap();
    let long = "x".repeat(200);
    for name in [
        "a,b",
        "50%",
        "a space",
        "\u{fc}n\u{ef}-\u{65e5}\u{672c}",
        &long,
        "-lead",
        "it's",
        "k=v",
        "co:lon",
        "-x,y=%z 'w'",
    ] {
        let root = around.path().join(name);
        copy(&folder.root(), &root);
        let run = Command::new(env!("CARGO_BIN_EXE_asynclings"))
            .arg("run")
            .current_dir(&root)
            .output()
            .unwrap();
        assert!(run.status.success(), "{name}: {run:?}");
    }
}

#[test]
fn a_path_that_is_no_text_is_refused_before_a_compiler_sees_it() {
    let folder = Folder::with_one();
    let around = tempfile::tempdir().unwrap();
    let root = around.path().join(OsStr::from_bytes(b"caf\xe9"));
    copy(&folder.root(), &root);
    let said = |command: &mut Command| {
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("is not UTF-8"), "{said}");
        output.status.code()
    };
    let program = || Command::new(env!("CARGO_BIN_EXE_asynclings"));
    assert_eq!(said(program().arg("run").current_dir(&root)), Some(3));
    let file = root.join("exercises/01_answers/one.rs");
    let mut run = program();
    run.args(["run", "--file"])
        .arg(file)
        .current_dir(folder.root());
    assert_eq!(said(&mut run), Some(2));
}

#[test]
fn another_file_is_looked_at_before_it_is_read_too() {
    let folder = Folder::with_one();
    let file = folder.root().join("pipe");
    pipe(&file);
    for (file, sentence) in [
        (file.as_path(), "pipe is a pipe, not a file. Move it away."),
        (Path::new("/dev/zero"), "/dev/zero is a device, not a file."),
    ] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_asynclings"));
        run.args(["run", "--file"])
            .arg(file)
            .current_dir(folder.root());
        let output = run.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(sentence), "{said}");
        assert_eq!(output.status.code(), Some(2));
    }
}
