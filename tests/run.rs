//! The door `run`: verdicts, exit codes, JSON, and what bad input gets.

mod learner;

use learner::{Learner, repository};
use std::fs;

const FIRST: &str = "exercises/01_coroutines/coroutines1.rs";

fn shipped(path: &str) -> String {
    repository(path).display().to_string()
}

#[test]
fn a_starter_does_not_pass_and_its_solution_does() {
    let learner = Learner::new();
    let said = learner.types(&["run", "coroutines1"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("never ran"), "{}", said.out);
    let solution = fs::read(repository("solutions/01_coroutines/coroutines1.rs")).unwrap();
    learner.write(FIRST, solution);
    let said = learner.types(&["run", "coroutines1"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("On the tray: a cup of green tea"),
        "{}",
        said.out
    );
}

#[test]
fn a_pass_is_noted_and_the_solution_is_handed_out_then_and_not_before() {
    let learner = Learner::new();
    assert!(
        !learner
            .files()
            .iter()
            .any(|file| file.starts_with("solutions/"))
    );
    let solution = fs::read(repository("solutions/01_coroutines/coroutines1.alt.rs")).unwrap();
    learner.write(FIRST, solution);
    learner.types(&["run", "coroutines1"]);
    assert!(
        learner
            .read(".asynclings/progress.toml")
            .contains("coroutines1")
    );
    let ours = fs::read_to_string(repository("solutions/01_coroutines/coroutines1.rs")).unwrap();
    assert_eq!(learner.read("solutions/01_coroutines/coroutines1.rs"), ours);
}

#[test]
fn json_has_the_verdict_the_checks_the_findings_and_the_timings() {
    let learner = Learner::new();
    let solution = fs::read_to_string(repository("solutions/02_switching/switching1.rs")).unwrap();
    let mistake = solution.replace("use tokio::time::sleep;\n", "").replace(
        "sleep(request.takes).await",
        "std::thread::sleep(request.takes)",
    );
    learner.write("thread_sleep.rs", mistake);
    let said = learner.types(&["run", "switching1", "--json", "--file", "thread_sleep.rs"]);
    assert_eq!(said.code, 1);
    let record = &said.json()[0];
    assert_eq!(record["exercise"], "switching1");
    assert_eq!(record["verdict"], "failed");
    assert_eq!(record["checks"][0]["passed"], false);
    assert_eq!(record["findings"][0]["kind"], "blocked-thread");
    assert!(record["timings_ms"]["build"].as_u64().unwrap() > 0);
}

#[test]
fn another_file_is_judged_as_the_exercise_and_is_no_pass_of_the_learner() {
    let learner = Learner::new();
    let file = shipped("solutions/01_coroutines/coroutines1.rs");
    let said = learner.types(&["run", "coroutines1", "--file", &file]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        !learner
            .files()
            .iter()
            .any(|file| file.starts_with("solutions/"))
    );
    let list = learner.types(&["list", "--json"]).json();
    assert_eq!(list[0]["done"], false);
}

#[test]
fn an_error_of_the_compiler_names_the_learners_line() {
    let learner = Learner::new();
    learner.write(FIRST, "pub async fn serve() { let x: u8 = \"\"; }\n");
    let said = learner.types(&["run", "coroutines1"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("error[E0308]"), "{}", said.out);
    assert!(said.out.contains("coroutines1.rs:1:36"), "{}", said.out);
}

#[test]
fn a_file_that_is_not_what_was_asked_for_is_told_what_was() {
    let learner = Learner::new();
    learner.write(
        FIRST,
        "pub async fn pour(tray: &mut Vec<String>, tea: &str) {\n    tray.push(tea.into());\n}\n",
    );
    let said = learner.types(&["run", "coroutines1", "--json"]);
    let record = &said.json()[0];
    assert_eq!(record["verdict"], "interface-mismatch");
    let message = record["findings"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("cannot find function `serve` in your file"),
        "{message}"
    );
    assert!(
        message.contains("pub async fn serve(tea: &str) -> Vec<String>"),
        "{message}"
    );
}

#[test]
fn no_line_of_the_hidden_test_is_printed_for_any_answer() {
    let learner = Learner::new();
    let check = fs::read_to_string(repository("checks/01_coroutines/coroutines1.rs")).unwrap();
    let secret: Vec<&str> = check
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("lab.") || line.starts_with("let "))
        .collect();
    assert!(secret.len() > 4);
    let broken = "pub async fn pour(_: u8) {}\npub fn serve(_: u8) -> u8 { 1 }\n";
    for text in [broken, "pub async fn serve(tea: &str) {}", "fn main() {}"] {
        learner.write(FIRST, text);
        let said = learner.types(&["run", "coroutines1"]);
        for line in &secret {
            assert!(!said.out.contains(line), "{line}: {}", said.out);
        }
    }
}

#[test]
fn what_is_no_text_gets_a_sentence_and_the_usage_code() {
    let learner = Learner::new();
    let path = learner.path().join(FIRST);
    for (text, sentence) in [(&b""[..], "is empty"), (&b"\xff\xfe"[..], "is not UTF-8")] {
        learner.write(FIRST, text);
        let said = learner.types(&["run", "coroutines1"]);
        assert_eq!(said.code, 2, "{}", said.out);
        assert!(said.err.contains(sentence), "{}", said.err);
    }
    fs::remove_file(&path).unwrap();
    assert!(
        learner
            .types(&["run", "coroutines1"])
            .err
            .contains("is not there")
    );
    fs::create_dir(&path).unwrap();
    assert!(
        learner
            .types(&["run", "coroutines1"])
            .err
            .contains("is a folder")
    );
}

#[test]
fn line_ends_and_marks_of_other_systems_are_read() {
    let learner = Learner::new();
    let solution =
        fs::read_to_string(repository("solutions/01_coroutines/coroutines1.rs")).unwrap();
    let windows = format!("\u{feff}{}", solution.replace('\n', "\r\n"));
    learner.write(FIRST, windows);
    assert_eq!(learner.types(&["run", "coroutines1"]).code, 0);
}

#[test]
fn an_unknown_exercise_is_wrong_usage_and_those_like_it_are_named() {
    let learner = Learner::new();
    let said = learner.types(&["run", "coroutines99"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("There are coroutines1"), "{}", said.err);
    assert_eq!(learner.types(&["fly"]).code, 2);
}

#[test]
fn without_a_course_it_says_how_to_get_one() {
    let said = Learner::in_empty_folder().types(&["run"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("asynclings init"), "{}", said.err);
}

#[test]
fn without_a_toolchain_it_says_where_to_get_one() {
    let learner = Learner::new();
    let said = learner.types_with(&["run"], &[("PATH", "/nowhere")]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("https://rustup.rs"), "{}", said.err);
}

#[test]
fn without_a_network_at_the_first_start_it_says_so() {
    let learner = Learner::new();
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    let said = learner.types_with(
        &["run"],
        &[
            ("ASYNCLINGS_CACHE", empty),
            ("CARGO_HOME", empty),
            // Nobody listens there.
            ("CARGO_HTTP_PROXY", "http://127.0.0.1:9"),
            ("CARGO_NET_RETRY", "0"),
        ],
    );
    assert_eq!(said.code, 3);
    assert!(said.err.contains("could not be reached"), "{}", said.err);
}

#[test]
fn a_folder_that_cannot_hold_progress_is_named() {
    let learner = Learner::new();
    fs::remove_dir_all(learner.path().join(".asynclings")).unwrap();
    learner.write("info.toml", fs::read(repository("info.toml")).unwrap());
    learner.write(".asynclings", "in the way");
    let said = learner.types(&["run"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("cannot be written"), "{}", said.err);
}

#[test]
fn a_broken_info_toml_is_told_with_line_and_column() {
    let learner = Learner::with_files(&[("info.toml", "format_version = 1\nexercises = 3\n")]);
    let said = learner.types(&["list"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("info.toml:2:13"), "{}", said.err);
}

#[test]
fn an_exercise_without_a_file_does_not_lock_the_course() {
    let info = "format_version = 1\n[[exercises]]\nname = \"a\"\ndir = \"01\"\nhint = \"\"\n";
    let said = Learner::with_files(&[("info.toml", info)]).types(&["list"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("exercises/01/a.rs"), "{}", said.out);
}

/// A course in the rustlings format, without anything of ours.
fn community_course(exercise: &str) -> Learner {
    let info =
        "format_version = 1\n[[exercises]]\nname = \"sum1\"\ndir = \"01_sum\"\nhint = \"add\"\n";
    Learner::with_files(&[("info.toml", info), ("exercises/01_sum/sum1.rs", exercise)])
}

#[test]
fn an_exercise_of_another_course_is_judged_by_the_tests_in_it() {
    let wrong = "fn sum(a: u8, b: u8) -> u8 { a - b }\nfn main() { println!(\"{}\", sum(3, 2)); }\n\
                 #[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() { assert_eq!(super::sum(3, 2), 5); }\n}\n";
    let learner = community_course(wrong);
    let said = learner.types(&["run", "--json"]);
    assert_eq!(
        said.json()[0]["verdict"],
        "failed",
        "{}{}",
        said.out,
        said.err
    );
    learner.write("exercises/01_sum/sum1.rs", wrong.replace("a - b", "a + b"));
    let said = learner.types(&["run"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn the_main_of_another_course_s_exercise_must_succeed_too() {
    let exercise =
        "fn main() { panic!(); }\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn holds() {}\n}\n";
    let said = community_course(exercise).types(&["run", "--json"]);
    assert_eq!(
        said.json()[0]["verdict"],
        "failed",
        "{}{}",
        said.out,
        said.err
    );
}

/// A `rustc` whose toolchain has no clippy component.
#[test]
fn without_clippy_it_works_and_says_what_is_missing() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let learner = Learner::new();
    let real = std::process::Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .unwrap();
    let real = String::from_utf8(real.stdout).unwrap();
    let rustc = format!("{}/bin/rustc", real.trim());
    let fake = tempfile::tempdir().unwrap();
    fs::create_dir(fake.path().join("bin")).unwrap();
    symlink(&rustc, fake.path().join("bin/rustc")).unwrap();
    let script = format!(
        "#!/bin/sh\nif [ \"$*\" = '--print sysroot' ]; then echo {}; else exec {rustc} \"$@\"; fi\n",
        fake.path().display()
    );
    let wrapper = fake.path().join("rustc");
    fs::write(&wrapper, script).unwrap();
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!(
        "{}:{}",
        fake.path().display(),
        std::env::var("PATH").unwrap()
    );
    let said = learner.types_with(&["run", "coroutines1"], &[("PATH", &path)]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.out.contains("rustup component add clippy"),
        "{}",
        said.out
    );
    assert!(said.out.contains("never ran"), "{}", said.out);
}

/// What an editor's rust-analyzer holds while it checks the same exercises.
#[test]
fn an_editor_that_checks_the_folder_holds_no_attempt_up() {
    let learner = Learner::new();
    learner.write("target/debug/.cargo-lock", "");
    let lock = fs::File::open(learner.path().join("target/debug/.cargo-lock")).unwrap();
    lock.lock().unwrap();
    let said = learner.types(&["run", "coroutines1"]);
    assert_eq!(said.code, 1, "{}", said.err);
    lock.unlock().unwrap();
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn where_the_toolchain_brings_a_linker_along_it_is_called_directly() {
    let out = Learner::new()
        .types(&["run", "coroutines1", "--timings"])
        .out;
    assert!(out.contains("linking"), "{out}");
}

#[test]
fn timings_show_where_the_time_of_the_attempt_went() {
    let learner = Learner::new();
    let out = learner.types(&["run", "coroutines1", "--timings"]).out;
    for phase in [
        "your file, to its metadata",
        "the check",
        "running",
        "in all",
    ] {
        assert!(out.contains(phase), "{out}");
    }
}
