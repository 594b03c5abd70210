//! Courses that were not written for this program: they open, and each exercise gets the verdict that the
//! program they were written for gives it.
//!
//! The courses in `tests/courses/of_others` say in `verdicts.toml` what is right. rustlings says the same: see
//! `benches/parity.rs`.

mod learner;

use learner::{Learner, repository};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A folder with the course `name` of `tests/courses/of_others`.
fn course(name: &str) -> Learner {
    let learner = Learner::in_empty_folder();
    let from = repository("tests/courses/of_others").join(name);
    copy(&from, &from, &learner);
    learner
}

fn copy(root: &Path, folder: &Path, learner: &Learner) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            copy(root, &path, learner);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            learner.write(name, fs::read(&path).unwrap());
        }
    }
}

/// What each exercise gets.
fn verdicts(learner: &Learner) -> BTreeMap<String, String> {
    let said = learner.types(&["check-all", "--json"]);
    assert!(matches!(said.code, 0 | 1), "{}", said.err);
    let word = |record: &Value, key: &str| record[key].as_str().unwrap().to_owned();
    let records = said.json();
    let verdict = |record: &Value| (word(record, "exercise"), word(record, "verdict"));
    records.iter().map(verdict).collect()
}

fn gets_what_it_says(name: &str) {
    let learner = course(name);
    let right: BTreeMap<String, String> = toml::from_str(&learner.read("verdicts.toml")).unwrap();
    assert_eq!(verdicts(&learner), right);
}

#[test]
fn how_it_ends_and_what_clippy_says_count_as_they_do_with_rustlings() {
    gets_what_it_says("behaviour");
}

#[test]
fn the_settings_of_the_package_its_library_and_its_build_script_hold() {
    gets_what_it_says("settings");
}

#[test]
fn an_old_edition_and_a_profile_hold() {
    gets_what_it_says("edition_2015");
}

#[test]
fn what_members_inherit_from_their_workspace_holds() {
    gets_what_it_says("workspace");
}

#[test]
fn check_all_judges_again_when_the_courses_own_library_has_changed_and_only_then() {
    let learner = course("settings");
    let times = |name: &str| {
        let records = learner.types(&["check-all", "--json"]).json();
        let record = records.iter().find(|record| record["exercise"] == name);
        let record = record.unwrap();
        (record["verdict"].clone(), record["timings_ms"].clone())
    };
    let first = times("the_own_library");
    assert_eq!(first.0, "passed");
    assert_eq!(times("the_own_library"), first);
    let library = learner.read("src/lib.rs");
    learner.write(
        "src/lib.rs",
        library.replace("2 * number", "3 * number + 1"),
    );
    assert_eq!(times("the_own_library").0, "failed");
}

#[test]
fn an_author_who_knows_of_this_program_gets_its_limits_and_lints() {
    let exercise = |name: &str, ours: &str| {
        format!("[[exercises]]\nname = '{name}'\ntest = false\nhint = ''\n{ours}")
    };
    let info = format!(
        "format_version = 1\n{}{}",
        exercise("awaits_nothing", "[exercises.asynclings]\n"),
        exercise("endless", "[exercises.asynclings]\ntime_limit_ms = 300\n")
    );
    let learner = Learner::with_files(&[
        ("info.toml", &info),
        (
            "Cargo.toml",
            "[package]\nname = 'course'\nedition = '2024'\n\
             [[bin]]\nname = 'awaits_nothing'\npath = 'exercises/awaits_nothing.rs'\n\
             [[bin]]\nname = 'endless'\npath = 'exercises/endless.rs'\n",
        ),
        (
            "exercises/awaits_nothing.rs",
            "async fn work() {}\n\nfn main() {\n    let _ = work();\n}\n",
        ),
        ("exercises/endless.rs", "fn main() {\n    loop {}\n}\n"),
    ]);
    let verdicts = verdicts(&learner);
    assert_eq!(verdicts["awaits_nothing"], "lint-denied");
    assert_eq!(verdicts["endless"], "timed-out");
}

/// A course of two that anybody can open.
fn course_of_two() -> Learner {
    Learner::with_files(&[
        (
            "info.toml",
            "format_version = 1\n\
             [[exercises]]\nname = 'one'\ndir = '01_first'\ntest = false\nhint = 'Look at one.'\n\
             [[exercises]]\nname = 'two'\ntest = false\nhint = ''\n",
        ),
        (
            "Cargo.toml",
            "[package]\nname = 'course'\nedition = '2024'\n\
             [[bin]]\nname = 'one'\npath = 'exercises/01_first/one.rs'\n\
             [[bin]]\nname = 'two'\npath = 'exercises/two.rs'\n",
        ),
        ("exercises/01_first/one.rs", "fn main() {}\n"),
        ("exercises/two.rs", "fn main() {}\n"),
    ])
}

#[test]
fn a_file_that_is_missing_locks_its_own_exercise_and_no_other() {
    let learner = course_of_two();
    fs::remove_file(learner.path().join("exercises/01_first/one.rs")).unwrap();
    let said = learner.types(&["run", "one"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(
        said.err.contains("exercises/01_first/one.rs is missing."),
        "{}",
        said.err
    );
    let said = learner.types(&["run", "two"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(verdicts(&learner)["two"], "passed");
}

#[test]
fn an_exercise_that_cargo_does_not_know_locks_itself_and_no_other() {
    let learner = course_of_two();
    let manifest = learner.read("Cargo.toml");
    learner.write(
        "Cargo.toml",
        manifest.replace("name = 'one'", "name = 'uno'"),
    );
    let said = learner.types(&["run", "one"]);
    assert!(
        said.err.contains("one is not in this course's Cargo.toml"),
        "{}",
        said.err
    );
    assert_eq!(verdicts(&learner)["two"], "passed");
}

#[test]
fn a_path_is_a_name() {
    let learner = course_of_two();
    let absolute = learner.path().join("exercises/01_first/one.rs");
    let names = [
        "exercises/01_first/one.rs",
        "exercises/01_first/one",
        "./exercises/../exercises/01_first/one.rs",
        "01_first/one",
        absolute.to_str().unwrap(),
    ];
    for name in names {
        let said = learner.types(&["hint", name]);
        assert!(
            said.out.contains("Look at one."),
            "{name}: {}{}",
            said.out,
            said.err
        );
    }
    let said = learner.types(&["hint", "exercises/three.rs"]);
    assert_eq!(said.code, 2, "{}", said.out);
}

#[test]
fn what_was_done_with_rustlings_is_done_and_its_own_notes_are_left_alone() {
    let learner = course_of_two();
    let notes = "DON'T EDIT THIS FILE!\n\ntwo\n\none";
    learner.write(".rustlings-state.txt", notes);
    let done = || -> Vec<bool> {
        let list = learner.types(&["list", "--json"]).json();
        list.iter()
            .map(|line| line["done"].as_bool().unwrap())
            .collect()
    };
    assert_eq!(done(), [true, false]);
    learner.types(&["run", "two"]);
    assert_eq!(done(), [true, true]);
    assert_eq!(learner.read(".rustlings-state.txt"), notes);
}

#[test]
fn a_folder_of_rustlings_init_is_told_what_it_lacks() {
    let learner = course_of_two();
    fs::remove_file(learner.path().join("info.toml")).unwrap();
    learner.write(".rustlings-state.txt", "DON'T EDIT THIS FILE!\n\none\n\n");
    let said = learner.types(&["list"]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("was made by `rustlings init`"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("rustlings-macros/info.toml"),
        "{}",
        said.err
    );
}

#[test]
fn the_repository_of_rustlings_opens_where_its_index_and_manifest_lie() {
    let learner = course_of_two();
    let move_to = |from: &str, to: &str, text: String| {
        learner.write(to, text);
        fs::remove_file(learner.path().join(from)).unwrap();
    };
    move_to(
        "info.toml",
        "rustlings-macros/info.toml",
        learner.read("info.toml"),
    );
    let manifest = learner
        .read("Cargo.toml")
        .replace("exercises/", "../exercises/");
    move_to("Cargo.toml", "dev/Cargo.toml", manifest);
    let all_pass = verdicts(&learner)
        .into_values()
        .all(|verdict| verdict == "passed");
    assert!(all_pass);
}

#[test]
fn a_course_for_rustlings_5_is_judged_by_its_modes() {
    let exercise = |name: &str, mode: &str| {
        format!(
            "[[exercises]]\nname = '{name}'\npath = 'exercises/part/{name}.rs'\nmode = '{mode}'\nhint = 'h'\n"
        )
    };
    let all = [
        (
            "compiles",
            "compile",
            "fn main() {\n    let unused = 1;\n}\n",
        ),
        ("panics", "compile", "fn main() {\n    panic!();\n}\n"),
        ("tests", "test", "#[test]\nfn it_holds() {}\n"),
        (
            "fails",
            "test",
            "#[test]\nfn it_holds() {\n    panic!();\n}\n",
        ),
        ("lints", "clippy", "fn main() {\n    let unused = 1;\n}\n"),
        (
            "floats",
            "clippy",
            "fn main() {\n    let sum = 0.1_f64 + 0.2;\n    println!(\"{}\", sum == 0.3);\n}\n",
        ),
        (
            "is_built",
            "buildscript",
            "#[test]\nfn it_is_built() {\n    assert_eq!(env!(\"MADE\"), \"1\");\n}\n",
        ),
        ("is_marked", "compile", "// I AM NOT DONE\nfn main() {}\n"),
    ];
    let info: String = all
        .iter()
        .map(|(name, mode, _)| exercise(name, mode))
        .collect();
    let learner = Learner::with_files(&[
        ("info.toml", &info),
        (
            "exercises/part/build.rs",
            "fn main() {\n    println!(\"cargo:rustc-env=MADE=1\");\n}\n",
        ),
    ]);
    for (name, _, text) in all {
        learner.write(&format!("exercises/part/{name}.rs"), text);
    }
    let verdicts = verdicts(&learner);
    let passed = verdicts.iter().filter(|(_, verdict)| *verdict == "passed");
    let passed: Vec<_> = passed.map(|(name, _)| name.as_str()).collect();
    assert_eq!(passed, ["compiles", "is_built", "tests"]);
    assert_eq!(verdicts["lints"], "lint-denied");
    assert_eq!(verdicts["floats"], "lint-denied");
    let said = learner.types(&["run", "is_marked"]);
    assert!(
        said.err.contains("remove its line `// I AM NOT DONE`"),
        "{}",
        said.err
    );
}

#[test]
fn a_course_for_workshop_runner_is_judged_package_by_package() {
    let package = |name: &str| format!("[package]\nname = '{name}'\nedition = '2021'\n");
    let learner = Learner::with_files(&[
        (".wr.toml", ""),
        (
            "Cargo.toml",
            "[workspace]\nmembers = ['exercises/*/*']\nresolver = '2'\n",
        ),
        (
            "exercises/01_intro/00_welcome/Cargo.toml",
            &package("welcome"),
        ),
        (
            "exercises/01_intro/00_welcome/src/lib.rs",
            "pub fn one() -> u32 {\n    1\n}\n\n#[test]\nfn it_is_one() {\n    assert_eq!(one(), 1);\n}\n",
        ),
        (
            "exercises/01_intro/01_syntax/Cargo.toml",
            &package("syntax"),
        ),
        (
            "exercises/01_intro/01_syntax/src/lib.rs",
            "pub fn one() -> {\n",
        ),
        ("exercises/02_more/00_tests/Cargo.toml", &package("tests")),
        (
            "exercises/02_more/00_tests/src/main.rs",
            "mod deep;\n\nfn main() {}\n",
        ),
        (
            "exercises/02_more/00_tests/src/deep.rs",
            "#[test]\nfn it_holds() {\n    panic!(\"not yet\");\n}\n",
        ),
        ("exercises/02_more/01_own/Cargo.toml", &package("own")),
        (
            "exercises/02_more/01_own/src/lib.rs",
            "#[test]\nfn it_holds() {\n    panic!();\n}\n",
        ),
        (
            "exercises/02_more/01_own/.wr.toml",
            "[[verification]]\ncommand = 'cargo'\nargs = ['check']\n",
        ),
    ]);
    let right = [
        ("01_00_welcome", "passed"),
        ("01_01_syntax", "does-not-compile"),
        ("02_00_tests", "failed"),
        ("02_01_own", "passed"),
    ];
    let right = right.map(|(name, verdict)| (name.to_owned(), verdict.to_owned()));
    assert_eq!(verdicts(&learner), BTreeMap::from(right));
    learner.write("exercises/02_more/00_tests/src/deep.rs", "");
    let said = learner.types(&["run", "exercises/02_more/00_tests/src/deep.rs"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}
