//! The map is true and the flow is one way: doors, then the attempt, then the machines, then the
//! words.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms on each floor, from the ground up, by the name of their module.
const FLOORS: [(&str, &[&str]); 4] = [
    (
        "words",
        &[
            "chart",
            "comparison",
            "exercise",
            "exit_code",
            "explain",
            "file",
            "group",
            "picture",
            "record",
            "verdict",
        ],
    ),
    (
        "machines",
        &[
            "build",
            "course",
            "judge",
            "measure",
            "progress",
            "screen",
            "timelines",
            "verdicts",
        ],
    ),
    ("attempt", &["attempt"]),
    (
        "doors",
        &[
            "author",
            "bench",
            "check_all",
            "cli",
            "hint",
            "init",
            "list",
            "reset",
            "run",
            "show",
            "timeline",
            "watch",
        ],
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The room of a file below `src/`: its first name.
fn room(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).unwrap();
    let first = below.components().next().unwrap();
    Path::new(first.as_os_str())
        .with_extension("")
        .display()
        .to_string()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|(_, rooms)| rooms.contains(&room))
}

/// Every room of this crate that `text` names.
fn imports(text: &str) -> BTreeSet<String> {
    let after = |start: &'static str| text.split(start).skip(1);
    after("crate::")
        .map(|rest| {
            rest.chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect::<String>()
        })
        .filter(|room| floor(room).is_some())
        .collect()
}

#[test]
fn no_room_imports_upward_or_sideways() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let room = room(&file);
        if room == "lib" || room == "main" {
            continue;
        }
        let own = floor(&room).unwrap_or_else(|| panic!("{room} is on no floor"));
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            let other = floor(&import).unwrap();
            // Words may use words: they do nothing.
            let sideways = other == own && own > 0;
            if import != room && (other > own || sideways) {
                wrong.push(format!("{} imports {import}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_glob_import_is_a_name_not_written_down() {
    for dir in ["src", "probe/src", "report/src", "workload/src"] {
        for file in rust_files(&root().join(dir)) {
            let text = fs::read_to_string(&file).unwrap();
            let glob = text
                .lines()
                .find(|line| line.trim_start().starts_with("use ") && line.contains("::*"));
            assert_eq!(glob, None, "{}", file.display());
        }
    }
}

#[test]
fn the_map_names_every_file_and_no_other() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let named: BTreeSet<String> = map
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| name.ends_with(".rs") && !name.contains([' ', '*']))
        .map(str::to_owned)
        .collect();
    let mut there = BTreeSet::new();
    let dirs = [
        "src",
        "probe/src",
        "report/src",
        "workload/src",
        "tests",
        "benches",
    ];
    for dir in dirs {
        for file in rust_files(&root().join(dir)) {
            let name = file.strip_prefix(root()).unwrap().display().to_string();
            // What a learner might write is no part of the program.
            if !name.starts_with("tests/courses/") {
                there.insert(name);
            }
        }
    }
    there.insert("build.rs".to_owned());
    let missing: Vec<_> = there.difference(&named).collect();
    let gone: Vec<_> = named
        .difference(&there)
        .filter(|name| !name.contains("DIR") && !name.contains("NAME"))
        .collect();
    assert!(
        missing.is_empty(),
        "ARCHITECTURE.md leaves out {missing:#?}"
    );
    assert!(
        gone.is_empty(),
        "ARCHITECTURE.md names what is not there: {gone:#?}"
    );
}

/// Cargo would build everything anew at each `cargo run` if one of them were missing.
#[test]
fn whatever_travels_inside_the_program_is_there() {
    let script = fs::read_to_string(root().join("build.rs")).unwrap();
    let list = script.split("EMBEDDED: [&str;").nth(1).unwrap();
    let list = list.split("];").next().unwrap();
    let entries: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    assert!(entries.contains(&"checks"), "{entries:?}");
    for entry in entries {
        assert!(root().join(entry).exists(), "{entry}");
    }
}
