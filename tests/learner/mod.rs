//! A learner's folder, and what a learner types in it.

#![allow(dead_code, reason = "each door's tests use the part they need")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A folder made by `init`, gone when dropped.
pub(crate) struct Learner {
    dir: TempDir,
}

/// What a command came to.
pub(crate) struct Said {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Learner {
    /// A fresh folder.
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let said = command(dir.path(), &["init", "."]);
        assert_eq!(said.code, 0, "{}", said.err);
        Self { dir }
    }

    /// An empty folder, no course in it.
    pub(crate) fn in_empty_folder() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with a course of its own: these files.
    pub(crate) fn with_files(files: &[(&str, &str)]) -> Self {
        let learner = Self::in_empty_folder();
        for (path, text) in files {
            learner.write(path, text);
        }
        learner
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Types `asynclings` and these words.
    pub(crate) fn types(&self, words: &[&str]) -> Said {
        command(self.path(), words)
    }

    /// The same in another environment.
    pub(crate) fn types_with(&self, words: &[&str], environment: &[(&str, &str)]) -> Said {
        let mut command = program(self.path(), words);
        command.envs(environment.iter().copied());
        said(&mut command)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Every file of the folder, from its root, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        gather(self.path(), self.path(), &mut files);
        files.sort();
        files
    }
}

impl Said {
    /// The lines of JSON on standard output.
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        let read = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        self.out.lines().map(read).collect()
    }
}

/// A file of this repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn command(dir: &Path, words: &[&str]) -> Said {
    said(&mut program(dir, words))
}

fn program(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asynclings"));
    command.args(words).current_dir(dir);
    // The locale in which the tests are run is not what is tested.
    for name in ["LC_ALL", "LC_CTYPE"] {
        command.env_remove(name);
    }
    command.env("LANG", "C.UTF-8");
    command
}

fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn gather(root: &Path, dir: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}
