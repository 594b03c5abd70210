//! What cargo is told to compile for a chapter: the manifests of a kit's workspace. Pure: nothing here
//! reads or runs anything.

use crate::build::cargo::shared_workspace;
use anyhow::{Result, bail};
use std::fmt;
use std::path::Path;
use toml::{Table, Value};

/// What a chapter depends on, and the probe. Paths become absolute: the kit lies elsewhere.
pub(super) fn manifest_of_kit(course: &Table, chapter: &str, root: &Path) -> Result<Table> {
    let mut dependencies = Table::new();
    for section in ["dependencies", "dev-dependencies"] {
        if let Some(Value::Table(table)) = course.get(section) {
            dependencies.extend(table.clone());
        }
    }
    let all = dependencies.clone();
    for (part, chapters) in only_for_chapters(course) {
        if !part.is_in(&all) {
            bail!(
                "the Cargo.toml of the exercises says which chapters need `{part}`, \
                 and does not depend on it"
            );
        }
        if !chapters.contains(&chapter.into()) {
            part.remove_from(&mut dependencies);
        }
    }
    for (_, dependency) in &mut dependencies {
        if let Some(Value::String(path)) = dependency.get_mut("path") {
            *path = root.join(&*path).display().to_string();
        }
    }
    let probe = Table::from_iter([
        ("path".into(), "../probe".into()),
        ("package".into(), "asynclings-probe".into()),
    ]);
    dependencies.insert("probe".into(), probe.into());
    Ok(Table::from_iter([(
        "dependencies".into(),
        dependencies.into(),
    )]))
}

/// `[package.metadata.asynclings.chapters]`: what only some chapters need, and which.
fn only_for_chapters(course: &Table) -> impl Iterator<Item = (Part<'_>, &[Value])> {
    let path = ["package", "metadata", "asynclings", "chapters"];
    let table = path
        .iter()
        .try_fold(course, |table, key| table.get(*key)?.as_table());
    table.into_iter().flatten().map(|(part, chapters)| {
        let chapters = chapters.as_array().map(Vec::as_slice);
        (Part::of(part), chapters.unwrap_or_default())
    })
}

/// A dependency (`smol`), or one feature of it, written as cargo writes it (`tokio/net`).
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    dependency: &'a str,
    feature: Option<&'a str>,
}

impl<'a> Part<'a> {
    fn of(name: &'a str) -> Self {
        match name.split_once('/') {
            Some((dependency, feature)) => Self {
                dependency,
                feature: Some(feature),
            },
            None => Self {
                dependency: name,
                feature: None,
            },
        }
    }

    fn is_in(self, dependencies: &Table) -> bool {
        let Some(dependency) = dependencies.get(self.dependency) else {
            return false;
        };
        let features = dependency.get("features").and_then(Value::as_array);
        self.feature
            .is_none_or(|feature| features.is_some_and(|all| all.contains(&feature.into())))
    }

    fn remove_from(self, dependencies: &mut Table) {
        let Some(feature) = self.feature else {
            dependencies.remove(self.dependency);
            return;
        };
        let features = dependencies
            .get_mut(self.dependency)
            .and_then(|dependency| dependency.get_mut("features")?.as_array_mut());
        if let Some(features) = features {
            features.retain(|other| other.as_str() != Some(feature));
        }
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.dependency)?;
        self.feature
            .map_or(Ok(()), |feature| write!(f, "/{feature}"))
    }
}

/// The names by which code calls the dependencies of `manifest`.
pub(super) fn extern_names(manifest: &Table) -> Vec<String> {
    let dependencies = manifest.get("dependencies").and_then(Value::as_table);
    dependencies
        .into_iter()
        .flat_map(Table::keys)
        .map(|name| name.replace('-', "_"))
        .collect()
}

/// What `probe` and `report` inherit, around other members: those of `kit`.
pub(super) fn workspace_of(repository: &str, kit: &str) -> Result<String> {
    let mut workspace = shared_workspace(repository)?;
    let members = ["kit", "probe", "report"].map(|member| format!("{kit}/{member}"));
    workspace.insert("members".into(), members.to_vec().into());
    if let Some(path) = workspace
        .get_mut("dependencies")
        .and_then(|dependencies| dependencies.get_mut("report")?.get_mut("path"))
    {
        *path = format!("{kit}/report").into();
    }
    // Fast to compile, and nothing but the learner's own crate is ever stepped through.
    let profile = toml::toml! {
        [dev]
        debug = false
        incremental = false
    };
    Ok(Table::from_iter([
        ("workspace".into(), workspace.into()),
        ("profile".into(), profile.into()),
    ])
    .to_string())
}

#[cfg(test)]
mod tests {
    use super::manifest_of_kit;
    use std::path::Path;

    const COURSE: &str = r#"
[dependencies]
tokio = { version = "1", features = ["time", "net"] }
smol = "2"
helper = { path = "helper" }

[package.metadata.asynclings.chapters]
smol = ["porting", "runtimes"]
"tokio/net" = ["runtimes"]
"#;

    fn dependencies(course: &str, chapter: &str) -> Result<toml::Table, String> {
        let manifest = manifest_of_kit(&course.parse().unwrap(), chapter, Path::new("/course"))
            .map_err(|error| error.to_string())?;
        Ok(manifest["dependencies"].as_table().unwrap().clone())
    }

    #[test]
    fn a_chapter_waits_for_nothing_that_only_others_need() {
        let first = dependencies(COURSE, "coroutines").unwrap();
        let names: Vec<_> = first.keys().collect();
        assert_eq!(names, ["helper", "probe", "tokio"]);
        assert!(
            dependencies(COURSE, "porting")
                .unwrap()
                .contains_key("smol")
        );
    }

    #[test]
    fn a_path_starts_at_the_folder_of_the_course() {
        let all = dependencies(COURSE, "").unwrap();
        assert_eq!(all["helper"]["path"].as_str(), Some("/course/helper"));
    }

    #[test]
    fn a_dependency_of_a_chapter_that_nobody_declares_is_refused() {
        let error = dependencies(&COURSE.replace("smol = \"2\"", ""), "porting").unwrap_err();
        assert!(error.contains("`smol`"), "{error}");
    }

    #[test]
    fn a_chapter_waits_for_no_feature_that_only_others_need() {
        let features =
            |chapter| dependencies(COURSE, chapter).unwrap()["tokio"]["features"].clone();
        assert_eq!(features("coroutines"), vec!["time"].into());
        assert_eq!(features("runtimes"), vec!["time", "net"].into());
    }

    #[test]
    fn a_feature_of_a_chapter_that_nobody_switches_on_is_refused() {
        let error = dependencies(&COURSE.replace(r#", "net"]"#, "]"), "runtimes").unwrap_err();
        assert!(error.contains("`tokio/net`"), "{error}");
    }
}
