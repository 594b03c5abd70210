//! Courses for mainmatter's workshop-runner: `.wr.toml`, and a package for each exercise in
//! `exercises/NN_chapter/NN_exercise`.

use super::{Format, Found, of_exercises};
use crate::course::info::not_toml;
use crate::exercise::{Exercise, Kind};
use anyhow::Result;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// How an exercise is verified.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Verification {
    /// Commands that all have to succeed in the exercise's folder; `cargo test` where there are none.
    #[serde(default, rename = "verification")]
    pub commands: Vec<Command>,
    /// It is not built before.
    #[serde(default)]
    pub skip_build: bool,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Command {
    /// The program.
    pub command: String,
    /// Its arguments.
    #[serde(default)]
    pub args: Vec<String>,
}

#[derive(Deserialize)]
struct Settings {
    exercises_dir: Option<PathBuf>,
    #[serde(flatten)]
    verification: Verification,
}

impl Verification {
    /// That of the exercise in `folder`, which may have commands of its own.
    ///
    /// # Errors
    /// When its `.wr.toml` is wrong; the message says where.
    pub fn of_exercise(&self, folder: &Path) -> Result<Self> {
        let path = folder.join(".wr.toml");
        if !path.is_file() {
            return Ok(self.clone());
        }
        let own: Self = parsed(&path)?;
        Ok(Self {
            commands: own.commands,
            skip_build: self.skip_build,
        })
    }
}

/// The course in `root` with the settings at `path`.
pub(super) fn read(root: &Path, path: &Path) -> Result<Found> {
    let settings: Settings = parsed(path)?;
    let tree = settings.exercises_dir.unwrap_or("exercises".into());
    let mut exercises = Vec::new();
    for (chapter, folder) in numbered(&root.join(&tree)) {
        for (name, package) in numbered(&folder) {
            if !package.join("Cargo.toml").is_file() {
                continue;
            }
            // Exercises of two chapters may have the same name.
            let number: String = chapter.chars().take(2).collect();
            let below = tree.join(&chapter).join(&name).join("src");
            let sources = ["lib.rs", "main.rs"].map(|file| below.join(file));
            let mut there = sources.iter().filter(|file| root.join(file).is_file());
            let file = there.next().unwrap_or(&sources[0]);
            exercises.push(Exercise {
                file: Some(file.clone()),
                ..Exercise::of_others(
                    format!("{number}_{name}"),
                    Some(chapter.clone()),
                    Kind::Crate,
                )
            });
        }
    }
    Ok(Found {
        info: of_exercises(&path.display().to_string(), exercises)?,
        format: Format::Workshop(settings.verification),
    })
}

/// The folders in `dir` that are named `NN_name`, in order.
fn numbered(dir: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let (number, rest) = name.split_once('_')?;
            let is_number = number.len() == 2 && number.chars().all(|c| c.is_ascii_digit());
            let is_one = is_number && !rest.is_empty() && entry.path().is_dir();
            is_one.then(|| (name.clone(), entry.path()))
        })
        .collect();
    folders.sort();
    folders
}

fn parsed<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let text = super::read_text(path)?;
    toml::from_str(&text).map_err(|error| not_toml(&path.display().to_string(), &text, &error))
}
