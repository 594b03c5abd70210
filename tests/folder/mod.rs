//! A folder with a tiny course in it, for one test to spoil.
//!
//! Its exercises all ask for the same: `answer()` gives 42. The texts lie in
//! `tests/courses/answer`. The dependencies are the real course's, to the last digit, so that
//! what was prepared for that one serves here too.

#![allow(dead_code, reason = "each test program uses another part of it")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use tempfile::TempDir;

/// So long that no test ever waits for it: what ends before is ended by something else.
pub(crate) const LONG: u32 = 600_000;

/// The chapter of every exercise.
const CHAPTER: &str = "01_answers";

/// A folder with a tiny course. Dropping it removes it.
pub(crate) struct Folder {
    dir: TempDir,
}

impl Folder {
    /// A course of the exercises `names`, each with so many milliseconds as its limit.
    pub(crate) fn with(exercises: &[(&str, u32)]) -> Self {
        let folder = Self {
            dir: tempfile::tempdir().expect("a folder"),
        };
        folder.lay_out(exercises, "");
        prepare();
        folder
    }

    /// As [`Folder::with`], and it begins with a welcome.
    pub(crate) fn with_welcome(exercises: &[(&str, u32)], welcome: &str) -> Self {
        let folder = Self::with(exercises);
        folder.lay_out(exercises, welcome);
        folder
    }

    /// A course of one exercise, `one`, that has all the time in the world.
    pub(crate) fn with_one() -> Self {
        Self::with(&[("one", LONG)])
    }

    /// Adds an exercise, `later`, of a chapter of its own, that depends on something that nobody has compiled
    /// yet.
    pub(crate) fn add_a_chapter_that_depends_on_more(&self) {
        let dir = "02_later";
        let info = self.root().join("info.toml");
        let exercise = format!(
            "\n[[exercises]]\nname = \"later\"\ndir = {dir:?}\ntest = false\nhint = \"More.\"\n"
        );
        fs::write(
            &info,
            fs::read_to_string(&info).expect("info.toml") + &exercise,
        )
        .expect("a file");
        self.write(&format!("exercises/{dir}/later.rs"), &starter_of("later"));
        self.write(&format!("checks/{dir}/later.rs"), &text("check.rs"));
        let manifest = self.root().join("exercises/Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("a manifest");
        let mut manifest_of_all: toml::Table = text.parse().expect("TOML");
        let more = "[dependencies]\nmore = { path = \"more\" }\n\
                    [package.metadata.asynclings.chapters]\nmore = [\"later\"]\n";
        merge(&mut manifest_of_all, more.parse().expect("TOML"));
        fs::write(manifest, manifest_of_all.to_string()).expect("a file");
    }

    fn lay_out(&self, exercises: &[(&str, u32)], welcome: &str) {
        let mut info = format!(
            "format_version = 1\nwelcome_message = {welcome:?}\n\
             final_message = \"You know every answer.\"\n"
        );
        for (name, limit) in exercises {
            let entry = format!(
                "[[exercises]]\nname = {name:?}\ndir = {CHAPTER:?}\ntest = false\n\
                 hint = \"It is more than 41.\"\n[exercises.asynclings]\n\
                 hints = [\"It is less than 43.\"]\ntime_limit_ms = {limit}\n"
            );
            write!(info, "\n{entry}").expect("text");
            let starter = starter_of(name);
            self.write(&format!("exercises/{CHAPTER}/{name}.rs"), &starter);
            self.write(&format!("checks/{CHAPTER}/{name}.rs"), &text("check.rs"));
            let solution = format!("solutions/{CHAPTER}/{name}.rs");
            self.write(&solution, &text("solution.rs"));
            self.write(&format!("starters/{CHAPTER}/{name}.rs"), &starter);
        }
        self.write("info.toml", &info);
        for name in ["exercises/Cargo.toml", "Cargo.lock"] {
            let from = repository().join(name);
            self.write(name, &fs::read_to_string(from).expect("the repository's"));
        }
    }

    /// Its path, without links on the way.
    pub(crate) fn root(&self) -> PathBuf {
        fs::canonicalize(self.dir.path()).expect("the folder")
    }

    /// The file of the exercise `name`.
    pub(crate) fn exercise(&self, name: &str) -> PathBuf {
        let file = format!("exercises/{CHAPTER}/{name}.rs");
        self.root().join(file)
    }

    /// Saves `text` as the exercise `name`, in place, as most editors do.
    pub(crate) fn save(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.exercise(name), text).expect("a save");
    }

    /// Where progress is kept.
    pub(crate) fn progress_file(&self) -> PathBuf {
        progress_file_in(&self.root())
    }

    /// The exercises that have passed.
    pub(crate) fn done(&self) -> Vec<String> {
        done_in(&self.root())
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// Adds what is in `more` to `table`, and to the tables in it.
fn merge(table: &mut toml::Table, more: toml::Table) {
    for (key, value) in more {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => merge(inner, value),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}

/// Where progress is kept in the course folder `root`.
pub(crate) fn progress_file_in(root: &Path) -> PathBuf {
    root.join(".asynclings/progress.toml")
}

/// The exercises that have passed in the course folder `root`, none before the first.
///
/// # Panics
/// When what is there is not whole: nobody may ever see that.
pub(crate) fn done_in(root: &Path) -> Vec<String> {
    let Ok(text) = fs::read_to_string(progress_file_in(root)) else {
        return Vec::new();
    };
    let table: toml::Table = text.parse().expect("progress.toml that can be read");
    let done = table["done"].as_array().expect("a list of names");
    done.iter()
        .map(|name| name.as_str().expect("a name").to_owned())
        .collect()
}

/// One of the texts in `tests/courses/answer`.
pub(crate) fn text(name: &str) -> String {
    let path = repository().join("tests/courses/answer").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// An exercise whose answer is `number`.
pub(crate) fn answering(number: u32) -> String {
    text("solution.rs").replace("42", &number.to_string())
}

/// The starter of the exercise `name`.
pub(crate) fn starter_of(name: &str) -> String {
    text("starter.rs").replace("NAME", name)
}

/// The root of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Has the dependencies compiled, once, so that no test counts that as its own time.
fn prepare() {
    static PREPARED: Once = Once::new();
    PREPARED.call_once(|| {
        let folder = Folder {
            dir: tempfile::tempdir().expect("a folder"),
        };
        folder.lay_out(&[("one", LONG)], "");
        folder.save("one", text("solution.rs"));
        let run = Command::new(env!("CARGO_BIN_EXE_asynclings"))
            .arg("run")
            .current_dir(folder.root())
            .output()
            .expect("a start");
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "{said}{run:?}");
    });
}
