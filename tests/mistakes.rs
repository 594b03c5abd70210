//! Mistakes: kept as differences, edited as whole files, proved by `dev check`.

mod learner;
mod terminal;

use learner::{Learner, repository};
use std::fs;
use std::path::Path;
use terminal::Setup;

const WHOLE: &str = "mistakes/01_first/one/sequential.rs";
const DIFFERENCE: &str = "mistakes/01_first/one/sequential.diff";
const SOLUTION: &str = "solutions/01_first/one.rs";

/// A course of one exercise, `one`, as `dev new` lays it out: two waits at the same time. It has one
/// mistake, `sequential`, a whole file.
fn course() -> Learner {
    // Something has to be there before there can be more.
    let first = "format_version = 1\n[[exercises]]\nname = 'zero'\nhint = ''\n";
    let learner = Learner::with_files(&[("info.toml", first), ("exercises/zero.rs", "")]);
    for name in ["exercises/Cargo.toml", "Cargo.lock"] {
        learner.write(name, fs::read(repository(name)).unwrap());
    }
    let said = learner.types(&["dev", "new", "01_first", "one"]);
    assert_eq!(said.code, 0, "{}", said.err);
    learner.write(
        "info.toml",
        "format_version = 1\n\
         [[exercises]]\nname = 'one'\ndir = '01_first'\ntest = false\nhint = 'Look.'\n\
         [exercises.asynclings]\nhints = ['Think.', 'Join.']\nstarter = 'failed/sequential'\n",
    );
    learner
}

/// The same with its mistake kept as a difference.
fn updated() -> Learner {
    let learner = course();
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    learner
}

fn has(learner: &Learner, path: &str) -> bool {
    learner.path().join(path).exists()
}

#[test]
fn a_mistake_is_proved_as_a_whole_file_and_as_a_difference() {
    let learner = course();
    let whole = learner.types(&["dev", "check", "one"]);
    assert_eq!(whole.code, 0, "{}{}", whole.out, whole.err);
    assert!(whole.out.contains("whole files: 1"), "{}", whole.out);
    learner.types(&["dev", "update"]);
    assert!(!has(&learner, WHOLE));
    let difference = learner.types(&["dev", "check"]);
    assert_eq!(difference.code, 0, "{}{}", difference.out, difference.err);
    assert_eq!(difference.out, "4 answers tried, 0 problems\n");
    let left = learner.files();
    let laid_out = |path: &&String| path.ends_with("sequential.rs");
    assert_eq!(left.iter().find(laid_out), None);
}

#[test]
fn a_difference_says_what_it_expects_and_what_is_wrong() {
    let text = updated().read(DIFFERENCE);
    assert!(
        text.starts_with("expects: failed/sequential\nOne wait after the other.\n\n@@ -"),
        "{text}"
    );
    assert!(
        text.contains("\n-    tokio::join!(sleep(one), sleep(two));\n"),
        "{text}"
    );
}

#[test]
fn a_mistake_laid_out_is_what_it_was_and_becomes_the_same_difference_again() {
    let learner = course();
    let whole = learner.read(WHOLE);
    learner.types(&["dev", "update"]);
    let difference = learner.read(DIFFERENCE);
    let said = learner.types(&["dev", "mistake", "one", "sequential"]);
    assert!(said.out.contains(WHOLE), "{}", said.out);
    assert_eq!(learner.read(WHOLE), whole);
    learner.types(&["dev", "update"]);
    assert!(!has(&learner, WHOLE));
    assert_eq!(learner.read(DIFFERENCE), difference);
}

#[test]
fn to_lay_a_mistake_out_twice_loses_no_edit() {
    let learner = updated();
    learner.types(&["dev", "mistake", "one", "sequential"]);
    let edited = learner.read(WHOLE).replace("One wait", "One short wait");
    learner.write(WHOLE, &edited);
    let said = learner.types(&["dev", "mistake", "one", "sequential"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(learner.read(WHOLE), edited);
    learner.types(&["dev", "update"]);
    assert!(learner.read(DIFFERENCE).contains("One short wait"));
}

#[test]
fn a_whole_file_that_its_difference_would_not_give_back_stays() {
    let learner = updated();
    let difference = learner.read(DIFFERENCE);
    learner.types(&["dev", "mistake", "one", "sequential"]);
    // Below `expects` in a difference, this names what it is from.
    let edited = learner
        .read(WHOLE)
        .replace("One wait", "against: starter\n//! One wait");
    learner.write(WHOLE, &edited);
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 1);
    assert!(
        said.out
            .contains(&format!("✗ {WHOLE}: its difference would not")),
        "{}",
        said.out
    );
    assert_eq!(learner.read(WHOLE), edited);
    assert_eq!(learner.read(DIFFERENCE), difference);
}

#[test]
fn a_new_mistake_begins_as_the_solution_and_counts_when_something_is_wrong_with_it() {
    let learner = updated();
    let said = learner.types(&["dev", "mistake", "one", "new_one"]);
    assert!(said.out.contains("A new mistake of one"), "{}", said.out);
    let path = "mistakes/01_first/one/new_one.rs";
    let begun = learner.read(path);
    assert!(
        begun.contains("tokio::join!(sleep(one), sleep(two))"),
        "{begun}"
    );
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("nothing is wrong with it"),
        "{}",
        said.out
    );
    assert_eq!(learner.read(path), begun);
    learner.write(path, begun.replace("sleep(two));", "sleep(one));"));
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(has(&learner, "mistakes/01_first/one/new_one.diff"));
}

#[test]
fn a_mistake_that_cannot_be_named_or_belongs_to_no_exercise_is_wrong_usage() {
    let learner = updated();
    for (name, slug) in [("one", "../up"), ("one", ""), ("two", "sequential")] {
        let said = learner.types(&["dev", "mistake", name, slug]);
        assert_eq!(said.code, 2, "{}{}", said.out, said.err);
    }
}

#[test]
fn an_editor_opens_the_whole_file_and_what_it_leaves_becomes_the_difference() {
    let learner = updated();
    let edit = |by: &str| {
        let words = ["dev", "mistake", "one", "sequential"];
        let setup = Setup::of(learner.path()).variable("EDITOR", by);
        let setup = words.into_iter().fold(setup, Setup::argument);
        setup.start().wait_exit()
    };
    assert_eq!(edit("sed -i.kept 's/One wait/A wait/'"), 0);
    assert!(!has(&learner, WHOLE));
    assert!(
        learner
            .read(DIFFERENCE)
            .contains("\nA wait after the other.\n")
    );
    // One that fails has perhaps written half of it.
    assert_eq!(edit("false"), 1);
    assert!(has(&learner, WHOLE));
}

#[test]
fn a_solution_that_changes_takes_its_mistakes_along() {
    let learner = updated();
    let before = learner.read(DIFFERENCE);
    let solution = learner.read(SOLUTION);
    let below = solution.replace("/// What it does", "fn other() {}\n\n/// What it does");
    learner.write(SOLUTION, below);
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let after = learner.read(DIFFERENCE);
    assert_ne!(after, before);
    let without_numbers = |text: &str| {
        let lines = text.lines().map(|line| line.split(" +").next().unwrap());
        lines
            .filter(|line| !line.starts_with("@@"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(without_numbers(&after), without_numbers(&before));

    let around = learner
        .read(SOLUTION)
        .replace("one: Duration, two", "one: Duration, other");
    learner.write(SOLUTION, around.replace("sleep(two)", "sleep(other)"));
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 1, "{}", said.out);
    let fault = format!("✗ {DIFFERENCE}:4: this hunk fits nowhere in {SOLUTION}:\n");
    assert!(said.out.contains(&fault), "{}", said.out);
    assert!(
        said.out
            .contains("    -    tokio::join!(sleep(one), sleep(two));"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("mistakes left as they are: 1"),
        "{}",
        said.out
    );
    assert_eq!(learner.read(DIFFERENCE), after);
    let said = learner.types(&["dev", "check", "one"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains(&fault), "{}", said.out);
    let said = learner.types(&["dev", "mistake", "one", "sequential"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains(&fault), "{}", said.out);
}

#[test]
fn a_hunk_that_fits_with_less_context_is_carried_and_named() {
    let learner = updated();
    learner.write(
        "mistakes/01_first/one/longer.diff",
        "expects: failed/too-slow\nThe first wait twice.\n\n@@ -8,3 +8,3 @@\n \
         pub async fn both(one: Duration, two: Duration) {\n-    tokio::join!(sleep(one), sleep(two));\n\
         +    tokio::join!(sleep(one * 2), sleep(two));\n }\n",
    );
    learner.types(&["dev", "update"]);
    let solution = learner.read(SOLUTION);
    learner.write(
        SOLUTION,
        solution.replace(
            "pub async fn both(one: Duration, two: Duration) {",
            "pub async fn both(one: Duration, two: Duration) {\n    // At once.",
        ),
    );
    let said = learner.types(&["dev", "update"]);
    assert!(
        said.out
            .contains("longer.diff written: the code around the hunk"),
        "{}",
        said.out
    );
    let text = learner.read("mistakes/01_first/one/longer.diff");
    assert!(text.contains("\n     // At once.\n-    tokio"), "{text}");
}

#[test]
fn a_mistake_is_a_difference_from_the_starter_or_an_alternative_where_that_is_much_shorter() {
    let learner = updated();
    let solution = learner.read(SOLUTION);
    let with_lines = |name: &str| {
        let lines: String = (1..10)
            .map(|n| format!("    let {name}{n} = {n};\n"))
            .collect();
        solution.replace("    tokio::join!", &format!("{lines}    tokio::join!"))
    };
    for (slug, path, name) in [
        ("starters", "starters/01_first/one.rs", "a"),
        ("others", "solutions/01_first/one.alt.rs", "b"),
    ] {
        let text = with_lines(name);
        learner.write(path, &text);
        let (_, code) = text.split_once("\n\n").unwrap();
        let wrong = code.replace("sleep(two)", "sleep(one)");
        let head = "//! expects: failed/sequential\n//! Wrong.\n\n";
        learner.write(
            &format!("mistakes/01_first/one/{slug}.rs"),
            format!("{head}{wrong}"),
        );
    }
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 0, "{}", said.out);
    for (slug, against) in [("starters", "starter"), ("others", "one.alt.rs")] {
        let text = learner.read(&format!("mistakes/01_first/one/{slug}.diff"));
        let top = format!("expects: failed/sequential\nagainst: {against}\nWrong.\n\n@@");
        assert!(text.starts_with(&top), "{text}");
    }
}

/// Differences that are no good, made of a `good` one: the slug, the text, the line and what is said of it.
fn faults(good: &str) -> Vec<(&'static str, String, usize, &'static str)> {
    let hunks = &good[good.find("@@").unwrap()..];
    let head = "expects: failed/sequential\nWrong.\n\n";
    let bad = "@@ -1 +1 @@\n-a\n";
    vec![
        ("crlf", good.replace('\n', "\r\n"), 1, "ends in CRLF"),
        (
            "empty",
            String::new(),
            1,
            "does not say what the answer must get",
        ),
        (
            "no_expects",
            format!("Wrong.\n\n{hunks}"),
            1,
            "does not say what the answer must get",
        ),
        (
            "no_finding",
            format!("expects: failed\nWrong.\n\n{hunks}"),
            1,
            "must name its finding",
        ),
        (
            "no_sentence",
            format!("expects: failed/sequential\n\n{hunks}"),
            2,
            "what is wrong",
        ),
        ("no_hunk", head.to_owned(), 4, "changes nothing"),
        (
            "no_solution",
            format!("expects: crashed\nagainst: one.alt9.rs\nWrong.\n\n{hunks}"),
            2,
            "solutions/01_first/one.alt9.rs, which is not there",
        ),
        (
            "elsewhere",
            format!("expects: crashed\nagainst: ../one.rs\nWrong.\n\n{hunks}"),
            2,
            "is no answer to one",
        ),
        (
            "malformed",
            format!("{head}{hunks}{bad}"),
            4 + hunks.lines().count(),
            "malformed",
        ),
        (
            "nowhere",
            format!("{head}@@ -1 +1 @@\n-a\n+b\n"),
            4,
            "fits nowhere",
        ),
        (
            "twice",
            format!("{head}@@ -6 +6,2 @@\n \n+// Wrong.\n"),
            4,
            "fits 2 times",
        ),
    ]
}

#[test]
fn what_is_wrong_with_a_mistake_is_named_with_its_file_and_line() {
    let learner = updated();
    let good = learner.read(DIFFERENCE);
    let faults = faults(&good);
    for (slug, text, ..) in &faults {
        learner.write(&format!("mistakes/01_first/one/{slug}.diff"), text);
    }
    learner.write(
        "mistakes/01_first/one/not_text.diff",
        b"expects: crashed\n\xff\n",
    );
    learner.write("mistakes/01_first/one/whole.rs", "fn main() {}\n");
    let unformatted = good.replace("+    sleep(one).await;", "+  sleep(one).await;");
    learner.write("mistakes/01_first/one/unformatted.diff", unformatted);
    for words in [&["dev", "check", "one"][..], &["dev", "update"]] {
        let said = learner.types(words);
        assert_eq!(said.code, 1, "{}{}", said.out, said.err);
        let all = faults
            .iter()
            .map(|(slug, _, line, what)| (format!("{slug}.diff"), *line, *what));
        let more = [
            ("not_text.diff".to_owned(), 2, "not UTF-8"),
            (
                "whole.rs".to_owned(),
                1,
                "does not say what the answer must get",
            ),
        ];
        for (file, line, what) in all.chain(more) {
            let start = format!("✗ mistakes/01_first/one/{file}:{line}: ");
            let named = said.out.lines().find(|said| said.starts_with(&start));
            assert!(
                named.is_some_and(|named| named.contains(what)),
                "{start}{what}\n{}",
                said.out
            );
        }
        if words[1] == "check" {
            let shown = "one/unformatted.diff: not formatted by rustfmt";
            assert!(said.out.contains(shown), "{}", said.out);
        }
    }
    for (slug, text, ..) in &faults {
        assert_eq!(
            &learner.read(&format!("mistakes/01_first/one/{slug}.diff")),
            text
        );
    }
}

#[test]
fn every_shipped_mistake_is_kept_as_dev_update_writes_it() {
    let learner = Learner::in_empty_folder();
    for name in ["info.toml", "exercises", "solutions", "mistakes"] {
        copy(&repository(name), &learner.path().join(name));
    }
    let said = learner.types(&["dev", "update"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let written = said.out.lines().find(|line| line.contains(".diff written"));
    assert_eq!(written, None, "{}", said.out);
}

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
