//! Courses in the format of rustlings 5: info.toml without a version, and each exercise a single file that the
//! compiler is called for.

use crate::course::info::not_toml;
use crate::exercise::{Exercise, Kind, Mode};
use anyhow::{Result, anyhow};
use serde::Deserialize;
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};
use toml::Value;

#[derive(Deserialize)]
struct InfoFile {
    exercises: Vec<ExerciseTable>,
}

#[derive(Deserialize)]
struct ExerciseTable {
    name: String,
    path: PathBuf,
    mode: Mode,
    #[serde(default)]
    hint: String,
}

/// The exercises that `text` names, the content of the info.toml at `path`; none when it is of another format.
pub(super) fn read(path: &str, text: &str) -> Result<Option<Vec<Exercise>>> {
    let is_of_this_format = text.parse().is_ok_and(|table: toml::Table| {
        let first = table
            .get("exercises")
            .and_then(|list| list.get(0)?.get("mode"));
        first.is_some() && !table.contains_key("format_version")
    });
    if !is_of_this_format {
        return Ok(None);
    }
    let file: InfoFile = toml::from_str(text).map_err(|error| not_toml(path, text, &error))?;
    let mut seen = HashSet::new();
    let mut exercises = Vec::new();
    for table in file.exercises {
        let ExerciseTable {
            name,
            path: file,
            mode,
            hint,
        } = table;
        let is_inside = file
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if name.is_empty() || !name.chars().all(plain) || !is_inside {
            return Err(anyhow!(
                "{path}: the exercise `{name}` at {} cannot be opened: its name may have letters, digits, \
                 `_` and `-`, and its path stays inside the course",
                file.display()
            ));
        }
        if !seen.insert(name.clone()) {
            return Err(anyhow!("{path}: two exercises have the name `{name}`"));
        }
        let folder = file.strip_prefix("exercises").unwrap_or(&file).parent();
        let dir = folder.filter(|folder| !folder.as_os_str().is_empty());
        let dir = dir.map(|folder| folder.display().to_string());
        let mut exercise = Exercise::of_others(name, dir, Kind::SingleFile(mode));
        if mode == Mode::Clippy {
            exercise.strict = true;
            exercise.deny.push("clippy::float_cmp".into());
        }
        exercise.file = Some(file);
        exercise.hints.push(hint.trim().to_owned());
        exercise.hints.retain(|hint| !hint.is_empty());
        exercises.push(exercise);
    }
    Ok(Some(exercises))
}

/// The Cargo.toml of a package in which each of `exercises` is a program; they lie in `root`.
pub(super) fn manifest(root: &Path, exercises: &[Exercise]) -> Result<String> {
    let program = |exercise: &Exercise| {
        let path = root.join(exercise.path()).display().to_string();
        Value::from(toml::Table::from_iter([
            ("name".into(), Value::from(exercise.name.clone())),
            ("path".into(), Value::from(path)),
        ]))
    };
    let mut manifest = toml::toml! {
        [package]
        name = "exercises"
        version = "0.0.1"
        edition = "2021"

        [workspace]
    };
    let programs: Vec<Value> = exercises.iter().map(program).collect();
    manifest.insert("bin".into(), programs.into());
    let has_script = |exercise: &&Exercise| exercise.kind == Kind::SingleFile(Mode::BuildScript);
    let script = exercises.iter().find(has_script);
    let script = script.map(|exercise| root.join(exercise.path()).with_file_name("build.rs"));
    if let (Some(script), Some(Value::Table(package))) = (script, manifest.get_mut("package")) {
        package.insert("build".into(), script.display().to_string().into());
    }
    Ok(toml::to_string(&manifest)?)
}

#[cfg(test)]
mod tests {
    use super::{manifest, read};
    use crate::exercise::{Kind, Mode};
    use std::path::Path;

    const INFO: &str = "[[exercises]]\nname = 'intro1'\npath = 'exercises/intro/intro1.rs'\n\
                        mode = 'compile'\nhint = ' read '\n\
                        [[exercises]]\nname = 'tests5'\npath = 'exercises/tests/tests5.rs'\n\
                        mode = 'buildscript'\nhint = ''\n";

    #[test]
    fn an_info_toml_without_a_version_and_with_modes_is_one_of_rustlings_5() {
        let exercises = read("info.toml", INFO).unwrap().unwrap();
        assert_eq!(exercises[0].kind, Kind::SingleFile(Mode::Compile));
        assert_eq!(exercises[0].hints, ["read"]);
        assert_eq!(exercises[0].path(), Path::new("exercises/intro/intro1.rs"));
        let today = "format_version = 1\n[[exercises]]\nname = 'a'\nhint = ''\n";
        assert!(read("info.toml", today).unwrap().is_none());
    }

    #[test]
    fn a_path_that_leaves_the_course_is_refused() {
        let text = INFO.replace("exercises/intro/", "../");
        let refused = read("info.toml", &text).unwrap_err().to_string();
        assert!(refused.contains("stays inside the course"), "{refused}");
    }

    #[test]
    fn each_exercise_is_a_program_and_the_build_script_is_that_of_the_course() {
        let exercises = read("info.toml", INFO).unwrap().unwrap();
        let text = manifest(Path::new("/course"), &exercises).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let path = table["bin"][0]["path"].as_str();
        assert_eq!(path, Some("/course/exercises/intro/intro1.rs"));
        let script = table["package"]["build"].as_str();
        assert_eq!(script, Some("/course/exercises/tests/build.rs"));
    }
}
