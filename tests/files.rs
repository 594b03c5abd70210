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

const PASSED: &str = "Passed: 1 of 1 checks";
const NOT_THERE_YET: &str = "Not yet: 0 of 1 checks passed";

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
    // Nobody can write through this, not even root.
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

// Git, and other machines.

/// Git in `dir`, by a person who has no settings.
fn git(dir: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(output.status.success(), "git {arguments:?}: {said}");
    said
}

fn commit_all(dir: &Path) {
    git(dir, &["add", "--all"]);
    git(dir, &["commit", "--quiet", "-m", "work"]);
}

/// Types `asynclings` and these words in `dir`.
fn types(dir: &Path, words: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asynclings"));
    let output = command.args(words).current_dir(dir).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

fn solve(root: &Path, key: &str) {
    let solution = folder::repository().join(format!("solutions/{key}.rs"));
    fs::copy(solution, root.join(format!("exercises/{key}.rs"))).unwrap();
    let name = key.rsplit('/').next().unwrap();
    let (code, said) = types(root, &["run", name]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn a_folder_under_git_opens_on_a_second_machine_and_progress_of_both_is_merged() {
    let around = tempfile::tempdir().unwrap();
    let (one, two) = (around.path().join("one"), around.path().join("two"));
    types(around.path(), &["init", "one"]);
    git(&one, &["init", "--quiet"]);
    solve(&one, "01_coroutines/coroutines1");
    commit_all(&one);
    let tracked = git(&one, &["ls-files", ".asynclings"]);
    let travels = [
        ".gitattributes",
        ".gitignore",
        "course.toml",
        "progress.toml",
    ];
    let travels = travels.map(|name| format!(".asynclings/{name}"));
    assert_eq!(tracked.lines().collect::<Vec<_>>(), travels);

    git(around.path(), &["clone", "--quiet", "one", "two"]);
    let (code, said) = types(&two, &["list"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(folder::done_in(&two), ["coroutines1"]);
    assert_eq!(git(&two, &["status", "--porcelain"]), "");

    solve(&one, "01_coroutines/coroutines2");
    commit_all(&one);
    solve(&two, "01_coroutines/coroutines3");
    commit_all(&two);
    git(&two, &["pull", "--quiet", "--no-rebase", "--no-edit"]);
    let (code, said) = types(&two, &["list", "--json"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("could not be read"), "{said}");
    let done = said.lines().filter(|line| line.contains("\"done\":true"));
    assert_eq!(done.count(), 3, "{said}");
}

#[test]
fn a_conflict_that_git_leaves_in_progress_loses_no_pass() {
    let learner = Learner::new();
    let (root, progress) = (learner.path(), ".asynclings/progress.toml");
    git(root, &["init", "--quiet"]);
    fs::remove_file(root.join(".asynclings/.gitattributes")).unwrap();
    let pass = |name: &str, done: &str| {
        let text = format!("version = 1\ncurrent = \"{name}\"\ndone = [{done}]\nwelcomed = true\n");
        learner.write(progress, text);
        commit_all(root);
    };
    pass("coroutines1", "");
    git(root, &["checkout", "--quiet", "-b", "other"]);
    pass("coroutines2", "\"coroutines1\"");
    git(root, &["checkout", "--quiet", "main"]);
    pass("coroutines3", "\"coroutines2\"");
    let merge = Command::new("git")
        .args(["merge", "other"])
        .current_dir(root)
        .output();
    assert!(!merge.unwrap().status.success());
    assert!(learner.read(progress).contains("<<<<<<<"));
    let said = learner.types(&["list", "--json"]);
    assert_eq!(said.err, "");
    let done = said
        .json()
        .into_iter()
        .filter(|line| line["done"] == true)
        .count();
    assert_eq!(done, 2, "{}", said.out);
}

#[test]
fn a_folder_of_an_older_version_opens_and_its_mark_travels_from_then_on() {
    let learner = Learner::new();
    let state = learner.path().join(".asynclings");
    fs::remove_dir_all(&state).unwrap();
    learner.write(".gitignore", "/target\n/.asynclings\n");
    learner.write(
        ".asynclings/progress.toml",
        "version = 1\ndone = [\"coroutines1\"]\n",
    );
    let said = learner.types(&["list"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    git(learner.path(), &["init", "--quiet"]);
    git(learner.path(), &["add", "--all"]);
    let tracked = git(learner.path(), &["ls-files", ".asynclings"]);
    assert!(tracked.contains("course.toml"), "{tracked}");
    assert!(tracked.contains("progress.toml"), "{tracked}");
}

#[test]
fn init_in_a_course_says_how_to_go_on() {
    let learner = Learner::new();
    let before = learner.files();
    for (words, sentence) in [
        (&["init", "."][..], "this folder is a course already"),
        (&["init"], "this folder is a course already"),
    ] {
        let said = learner.types(words);
        assert_eq!(said.code, 2);
        assert!(said.err.contains(sentence), "{}", said.err);
        assert!(
            said.err.contains("To go on learning in it: asynclings\n"),
            "{}",
            said.err
        );
    }
    assert_eq!(learner.files(), before);
}

#[test]
fn init_repairs_a_copy_that_lacks_the_mark_and_overwrites_no_exercise() {
    let learner = Learner::new();
    let first = "exercises/01_coroutines/coroutines1.rs";
    learner.write(first, "mine");
    fs::remove_file(
        learner
            .path()
            .join("exercises/01_coroutines/coroutines2.rs"),
    )
    .unwrap();
    fs::remove_dir_all(learner.path().join(".asynclings")).unwrap();
    let said = learner.types(&["list"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("asynclings init ."), "{}", said.err);
    let said = learner.types(&["init", "."]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("is a course again"), "{}", said.out);
    assert_eq!(learner.read(first), "mine");
    assert!(
        !learner
            .read("exercises/01_coroutines/coroutines2.rs")
            .is_empty()
    );
    assert_eq!(learner.types(&["list"]).code, 0);
}

#[test]
fn init_takes_an_empty_repository_for_empty() {
    let learner = Learner::in_empty_folder();
    git(learner.path(), &["init", "--quiet"]);
    assert_eq!(learner.types(&["init", "."]).code, 0);
    commit_all(learner.path());
}

/// What the repository tracks, as a clone of it has it.
#[test]
fn a_clone_of_the_repository_shows_no_change_when_a_learner_works_in_it() {
    let around = tempfile::tempdir().unwrap();
    let clone = around.path().join("clone");
    fs::create_dir(&clone).unwrap();
    for name in ["info.toml", ".gitignore", "Cargo.lock"] {
        fs::copy(folder::repository().join(name), clone.join(name)).unwrap();
    }
    for name in ["starters", "checks", "solutions", "python"] {
        copy(&folder::repository().join(name), &clone.join(name));
    }
    fs::create_dir(clone.join("exercises")).unwrap();
    let manifest = "exercises/Cargo.toml";
    fs::copy(folder::repository().join(manifest), clone.join(manifest)).unwrap();
    git(&clone, &["init", "--quiet"]);
    commit_all(&clone);
    let (code, said) = types(&clone, &["list"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("exercises are in exercises/ now."), "{said}");
    solve(&clone, "01_coroutines/coroutines1");
    assert_eq!(git(&clone, &["status", "--porcelain"]), "");

    // An update, as `git pull` brings it.
    let key = |name: &str| format!("01_coroutines/{name}.rs");
    let [edited, untouched] = ["coroutines1", "coroutines2"].map(key);
    for key in [&edited, &untouched] {
        fs::write(clone.join("starters").join(key), "//! # Better\n").unwrap();
    }
    let (_, said) = types(&clone, &["list"]);
    assert!(said.contains("yours stay: coroutines1."), "{said}");
    assert!(said.contains("not edited them yet: coroutines2."), "{said}");
    let exercise = |key: &str| fs::read_to_string(clone.join("exercises").join(key)).unwrap();
    assert_eq!(exercise(&untouched), "//! # Better\n");
    assert_ne!(exercise(&edited), "//! # Better\n");
}

#[test]
fn a_branch_without_exercises_and_back_loses_no_save() {
    let folder = Folder::with_one();
    let root = folder.root();
    fs::write(root.join(".gitignore"), "/.asynclings\n").unwrap();
    git(&root, &["init", "--quiet"]);
    commit_all(&root);
    git(&root, &["checkout", "--quiet", "-b", "empty"]);
    git(&root, &["rm", "--quiet", "-r", "exercises"]);
    git(&root, &["commit", "--quiet", "-m", "gone"]);
    git(&root, &["checkout", "--quiet", "main"]);
    let terminal = Terminal::watching(&root);
    terminal.wait_for_text(NOT_THERE_YET);
    git(&root, &["checkout", "--quiet", "empty"]);
    terminal.wait_for_text("exercises/ was moved away.");
    git(&root, &["checkout", "--quiet", "main"]);
    terminal.wait_for_text(NOT_THERE_YET);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    git(&root, &["checkout", "--quiet", "--", "exercises"]);
    terminal.wait_for_text(NOT_THERE_YET);
}
