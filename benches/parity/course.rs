//! A course in the rustlings format, and copies of it for one program to judge.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// What is judged in the place of the exercises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judged {
    Starters,
    Solutions,
}

impl Judged {
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Starters => "starters",
            Self::Solutions => "solutions",
        }
    }
}

/// A course, as its author wrote it.
#[derive(Debug)]
pub(crate) struct Course {
    /// The name of its folder.
    pub(crate) name: String,
    /// The names of the exercises that are judged.
    pub(crate) exercises: Vec<String>,
    folder: PathBuf,
    info: toml::Table,
    manifest: PathBuf,
}

impl Course {
    /// The course in `folder`; of its exercises only every so many-th.
    pub(crate) fn read(folder: &Path, every: u64) -> Result<Self> {
        let folder = fs::canonicalize(folder)
            .with_context(|| format!("there is no folder {}", folder.display()))?;
        // rustlings' own repository keeps its exercises' manifest and index apart from them.
        let first_of = |names: [&str; 2]| {
            let mut paths = names.map(|name| folder.join(name)).into_iter();
            let found = paths.find(|path| path.is_file());
            found.with_context(|| format!("{} has no {}", folder.display(), names[1]))
        };
        let info = first_of(["rustlings-macros/info.toml", "info.toml"])?;
        let manifest = first_of(["dev/Cargo.toml", "Cargo.toml"])?;
        let mut info: toml::Table = fs::read_to_string(info)?.parse()?;
        let Some(toml::Value::Array(exercises)) = info.get_mut("exercises") else {
            bail!("{} has no exercises", folder.display());
        };
        let mut number = 0;
        exercises.retain(|_| {
            number += 1;
            (number - 1) % every == 0
        });
        let names = exercises
            .iter()
            .filter_map(|table| table.get("name")?.as_str());
        Ok(Self {
            name: folder.file_name().unwrap_or_default().display().to_string(),
            exercises: names.map(str::to_owned).collect(),
            info,
            manifest,
            folder,
        })
    }

    /// What there is to judge.
    pub(crate) fn parts(&self) -> Vec<Judged> {
        let mut parts = vec![Judged::Starters];
        if self.folder.join("solutions").is_dir() {
            parts.push(Judged::Solutions);
        }
        parts
    }

    /// A fresh copy below `ground`, with what is to be `judged` where the exercises are.
    pub(crate) fn lay_out(&self, ground: &Path, judged: Judged) -> Result<PathBuf> {
        let copy = ground.join(&self.name).join(judged.in_words());
        let _was_not_there = fs::remove_dir_all(&copy);
        copy_all(&self.folder, &copy)?;
        let mut manifest = fs::read_to_string(&self.manifest)?;
        if self.manifest != self.folder.join("Cargo.toml") {
            manifest = manifest.replace("\"../", "\"");
            // They belong to the manifest that stood there; by the first, rustlings knows its own repository,
            // in which it does not run.
            for name in ["dev", "src", "build.rs", "Cargo.lock"] {
                let path = copy.join(name);
                let _was_no_file = fs::remove_file(&path);
                let _was_no_folder = fs::remove_dir_all(&path);
            }
        }
        if !manifest.contains("[workspace") {
            // It lies below this repository, and is no part of it.
            manifest += "\n[workspace]\n";
        }
        fs::write(copy.join("Cargo.toml"), manifest)?;
        fs::write(copy.join("info.toml"), toml::to_string(&self.info)?)?;
        if judged == Judged::Solutions {
            for table in self.info["exercises"].as_array().into_iter().flatten() {
                let word = |key: &str| table.get(key).and_then(toml::Value::as_str);
                let dir = word("dir").unwrap_or_default();
                let file = Path::new(dir)
                    .join(word("name").unwrap_or_default())
                    .with_extension("rs");
                let solution = copy.join("solutions").join(&file);
                if solution.is_file() {
                    fs::copy(solution, copy.join("exercises").join(&file))?;
                }
            }
        }
        Ok(copy)
    }
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let made = [
            ".git",
            "target",
            ".asynclings",
            ".rustlings-state.txt",
            "website",
        ];
        if made.iter().any(|made| name == *made) {
            continue;
        }
        let (path, copy) = (entry.path(), to.join(&name));
        if path.is_dir() {
            copy_all(&path, &copy)?;
        } else if path.is_file() {
            fs::copy(&path, &copy)
                .with_context(|| format!("{} cannot be copied", path.display()))?;
        }
    }
    Ok(())
}
