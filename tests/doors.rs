//! The small doors: init, list, hint, reset, show, check-all.

mod learner;

use learner::{Learner, repository};
use std::fs;

const FIRST: &str = "exercises/01_coroutines/coroutines1.rs";

fn solve(learner: &Learner, key: &str) {
    let solution = fs::read(repository(&format!("solutions/{key}.rs"))).unwrap();
    learner.write(&format!("exercises/{key}.rs"), solution);
}

#[test]
fn init_lays_out_exercises_and_nothing_that_gives_them_away() {
    let learner = Learner::new();
    let files = learner.files();
    assert!(files.contains(&FIRST.to_owned()));
    for secret in ["checks", "solutions", "mistakes", "starters", "info.toml"] {
        assert!(
            !files.iter().any(|file| file.starts_with(secret)),
            "{files:?}"
        );
    }
    let starter = repository("starters/01_coroutines/coroutines1.rs");
    assert_eq!(learner.read(FIRST), fs::read_to_string(starter).unwrap());
}

#[test]
fn init_does_not_write_into_a_folder_that_is_in_use() {
    let learner = Learner::in_empty_folder();
    learner.write("thesis.txt", "mine");
    let said = learner.types(&["init", "."]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("not empty"), "{}", said.err);
    assert_eq!(learner.files(), ["thesis.txt"]);
}

#[test]
fn the_editors_manifest_names_every_exercise_where_it_lies() {
    let learner = Learner::new();
    let manifest: toml::Table = learner.read("Cargo.toml").parse().unwrap();
    let bins = manifest["bin"].as_array().unwrap();
    assert_eq!(bins.len(), learner.types(&["list", "--json"]).json().len());
    for bin in bins {
        assert!(learner.path().join(bin["path"].as_str().unwrap()).is_file());
    }
}

#[test]
fn a_command_works_from_a_folder_inside_the_course() {
    let learner = Learner::new();
    let inside = learner.path().join("exercises/01_coroutines");
    let said = learner.types(&["list", "--course", inside.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn list_shows_what_is_done_and_where_the_learner_is() {
    let learner = Learner::new();
    solve(&learner, "01_coroutines/coroutines1");
    learner.types(&["run", "coroutines1"]);
    let list = learner.types(&["list", "--json"]).json();
    assert_eq!(list[0]["done"], true);
    assert_eq!(list[1]["current"], true);
    let shown = learner.types(&["list"]).out;
    assert!(shown.contains("✓ coroutines1"), "{shown}");
}

#[test]
fn a_reader_who_has_read_enough_ends_the_list_in_peace() {
    let learner = Learner::new();
    let output = std::process::Command::new("sh")
        .args(["-c", "\"$0\" list | true; \"$0\" list | head -n 1"])
        .arg(env!("CARGO_BIN_EXE_asynclings"))
        .current_dir(learner.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn hints_come_one_tier_at_a_time() {
    let learner = Learner::new();
    let first = learner.types(&["hint", "switching1"]).out;
    assert!(
        first.contains("Hint 1 of 3") && !first.contains("Hint 2 of 3"),
        "{first}"
    );
    assert!(first.contains("--tier 2"), "{first}");
    let all = learner.types(&["hint", "switching1", "--tier", "9"]).out;
    assert!(
        all.contains("Hint 3 of 3") && all.contains("join!"),
        "{all}"
    );
}

#[test]
fn reset_brings_the_starter_back_and_keeps_what_was_written() {
    let learner = Learner::new();
    let starter = learner.read(FIRST);
    for (number, text) in ["first try", "second try"].into_iter().enumerate() {
        learner.write(FIRST, text);
        let said = learner.types(&["reset", "coroutines1"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let backup = format!(".asynclings/backups/coroutines1.{}.rs", number + 1);
        assert!(said.out.contains(&backup), "{}", said.out);
        assert_eq!(learner.read(&backup), text);
        assert_eq!(learner.read(FIRST), starter);
    }
}

#[test]
fn reset_mends_a_file_that_is_a_folder_or_gone() {
    let learner = Learner::new();
    let starter = learner.read(FIRST);
    let path = learner.path().join(FIRST);
    fs::remove_file(&path).unwrap();
    learner.types(&["reset", "coroutines1"]);
    assert_eq!(learner.read(FIRST), starter);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    learner.types(&["reset", "coroutines1"]);
    assert_eq!(learner.read(FIRST), starter);
}

#[test]
fn show_keeps_the_solution_back_until_a_pass() {
    let learner = Learner::new();
    let before = learner.types(&["show", "coroutines1"]).out;
    assert!(before.contains("once your own has passed"), "{before}");
    assert!(!before.contains("Our solution"), "{before}");
    solve(&learner, "01_coroutines/coroutines1");
    learner.types(&["run", "coroutines1"]);
    let after = learner.types(&["show", "coroutines1"]).out;
    assert!(after.contains("pour(&mut tray, tea).await"), "{after}");
}

#[test]
fn show_puts_the_python_original_with_what_corresponds_to_it_beside_the_starter() {
    let learner = Learner::new();
    let shown = learner.types(&["show", "switching1"]).out;
    let at = |text: &str| {
        let found = shown.find(text);
        found.unwrap_or_else(|| panic!("no `{text}` in\n{shown}"))
    };
    assert!(at("shown after your pass") < at("The Python original"));
    assert!(at("asyncio.run(main())") < at("The exercise as it began"));
    assert!(at("The exercise as it began") < at("// TODO"));
    let coloured = learner
        .types(&["show", "switching1", "--color", "always"])
        .out;
    assert!(coloured.contains("\u{1b}[35mawait\u{1b}[0m"), "{coloured}");
}

#[test]
fn check_all_judges_everything_in_order_and_notes_what_passes() {
    let learner = Learner::new();
    solve(&learner, "02_switching/switching1");
    let said = learner.types(&["check-all", "--json"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let records = said.json();
    let list = learner.types(&["list", "--json"]).json();
    assert_eq!(records.len(), list.len());
    for (record, line) in records.iter().zip(&list) {
        assert_eq!(record["exercise"], line["exercise"]);
        let passed = record["exercise"] == "switching1";
        assert_eq!(record["verdict"] == "passed", passed, "{record}");
        assert_eq!(line["done"], passed);
    }
}

#[test]
fn check_all_rebuilds_progress_that_could_not_be_read() {
    let learner = Learner::new();
    solve(&learner, "01_coroutines/coroutines1");
    learner.write(".asynclings/progress.toml", b"\x00 not toml");
    let said = learner.types(&["check-all"]);
    assert!(
        said.err.contains("progress.unreadable.1.toml"),
        "{}",
        said.err
    );
    assert_eq!(learner.types(&["list", "--json"]).json()[0]["done"], true);
}

#[test]
fn progress_moves_to_another_machine_with_its_folder() {
    let here = Learner::new();
    solve(&here, "01_coroutines/coroutines1");
    here.types(&["run", "coroutines1"]);
    let there = Learner::new();
    there.write(
        ".asynclings/progress.toml",
        here.read(".asynclings/progress.toml"),
    );
    assert_eq!(there.types(&["list", "--json"]).json()[0]["done"], true);
}

/// Which waits a timeline shows depends on the system; calls are seen everywhere.
/// How long the requests of switching1 take differs from run to run; in the readme it is this run's.
const IN_THE_README: [&str; 5] = ["run", "switching1", "--timeline", "--seed", "1"];

#[test]
fn a_timeline_is_drawn_kept_compared_and_written_as_a_picture() {
    let learner = Learner::new();
    let said = learner.types(&["timeline", "switching1"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("run switching1 --timeline"),
        "{}",
        said.err
    );
    let failed = learner.types(&IN_THE_README).out;
    assert!(failed.contains("the waits overlap"), "{failed}");
    assert!(
        failed.contains("your function") && failed.contains("884 ms"),
        "{failed}"
    );
    solve(&learner, "02_switching/switching1");
    learner.types(&["run", "switching1", "--timeline"]);
    let both = learner.types(&["timeline", "switching1"]).out;
    assert!(both.contains("before: the waits overlap"), "{both}");
    assert!(both.contains("after: the waits overlap"), "{both}");
    let said = learner.types(&["timeline", "switching1", "--svg", "waits.svg"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(learner.read("waits.svg").starts_with("<svg xmlns="));
}

#[test]
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn a_timeline_shows_each_wait_of_the_unchanged_code_with_its_line() {
    let learner = Learner::new();
    let lines = learner.read("exercises/02_switching/switching1.rs");
    let line = |text: &str| 1 + lines.lines().position(|line| line.contains(text)).unwrap();
    let (first, sleep) = (line("let first = send"), line("sleep(request.takes)"));
    let drawn = learner.types(&IN_THE_README).out;
    assert!(
        drawn.contains(&format!("line {first} > {sleep}: a timer")),
        "{drawn}"
    );
}

#[test]
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn the_timelines_in_the_readme_are_what_is_drawn() {
    let readme = fs::read_to_string(repository("README.md")).unwrap();
    let mut pictures = readme
        .split("```")
        .filter(|block| block.contains("your function"));
    let learner = Learner::new();
    let mut is_drawn = || {
        let drawn = learner.types(&IN_THE_README).out;
        let picture = pictures.next().unwrap();
        assert!(
            drawn.contains(picture.trim_matches('\n')),
            "{drawn}\n{picture}"
        );
    };
    is_drawn();
    solve(&learner, "02_switching/switching1");
    is_drawn();
}

#[test]
fn a_chapter_does_not_wait_for_what_only_a_later_one_needs() {
    let manifest = fs::read_to_string(repository("exercises/Cargo.toml")).unwrap();
    let manifest = manifest
        .replace(
            "[dependencies]",
            "[dependencies]\nlater = { path = \"nowhere\" }",
        )
        .replace(".chapters]", ".chapters]\nlater = [\"second\"]");
    let exercise = |name: &str, dir: &str| {
        format!("[[exercises]]\nname = '{name}'\ndir = '{dir}'\ntest = false\nhint = ''\n")
    };
    let info = format!(
        "format_version = 1\n{}{}",
        exercise("one", "01_first"),
        exercise("two", "02_second")
    );
    let learner = Learner::with_files(&[
        ("info.toml", &info),
        ("exercises/Cargo.toml", &manifest),
        ("exercises/01_first/one.rs", "fn main() {}\n"),
        ("exercises/02_second/two.rs", "fn main() {}\n"),
    ]);
    learner.write("Cargo.lock", fs::read(repository("Cargo.lock")).unwrap());
    let first = learner.types(&["run", "one"]);
    assert_eq!(first.code, 0, "{}", first.err);
    let second = learner.types(&["run", "two"]);
    assert_eq!(second.code, 3, "{}", second.err);
    assert!(second.err.contains("nowhere"), "{}", second.err);
}

/// A course of three that judge themselves: one reads a file while it is compiled.
fn self_judging() -> Learner {
    let entry = |name: &str| format!("[[exercises]]\nname = '{name}'\ntest = false\nhint = ''\n");
    let info = format!(
        "format_version = 1\n{}{}{}",
        entry("still"),
        entry("changing"),
        entry("reading")
    );
    let learner = Learner::with_files(&[
        ("info.toml", &info),
        ("exercises/still.rs", "fn main() {}\n"),
        ("exercises/changing.rs", "fn main() { panic!() }\n"),
        (
            "exercises/reading.rs",
            "fn main() { assert_eq!(include_str!(\"number\").trim(), \"1\") }\n",
        ),
        ("exercises/number", "1\n"),
        // As `init` lays it out: clippy reads it for each exercise.
        ("Cargo.toml", "[workspace]\n"),
    ]);
    for name in ["exercises/Cargo.toml", "Cargo.lock"] {
        learner.write(name, fs::read(repository(name)).unwrap());
    }
    learner
}

#[test]
fn check_all_does_not_judge_again_what_has_not_changed() {
    let learner = self_judging();
    let first = learner.types(&["check-all", "--json"]).json();
    let again = learner.types(&["check-all", "--json"]).json();
    // The same measured times: it was not built again.
    for (first, again) in first.iter().zip(&again) {
        assert_eq!(first["timings_ms"], again["timings_ms"], "{first}");
    }
    assert!(
        learner
            .path()
            .join(".asynclings/verdicts/still.json")
            .is_file()
    );
}

#[test]
fn check_all_judges_again_what_has_changed_or_may_have() {
    let learner = self_judging();
    let verdicts = || -> Vec<String> {
        let records = learner.types(&["check-all", "--json"]).json();
        let verdict = |record: &serde_json::Value| record["verdict"].as_str().unwrap().to_owned();
        records.iter().map(verdict).collect()
    };
    assert_eq!(verdicts(), ["passed", "failed", "passed"]);
    learner.write("exercises/changing.rs", "fn main() {}\n");
    learner.write("exercises/number", "2\n");
    assert_eq!(verdicts(), ["passed", "passed", "failed"]);
    learner.write(
        "info.toml",
        learner
            .read("info.toml")
            .replace("test = false", "test = true"),
    );
    learner.write(
        "exercises/still.rs",
        "fn main() {}\n#[test] fn it_holds() { panic!() }\n",
    );
    assert_eq!(verdicts(), ["failed", "passed", "failed"]);
}
