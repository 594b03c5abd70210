//! What cargo says of a build: its metadata, and the crates that it compiled.

use super::Receipt;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(tag = "reason")]
pub(super) enum Message {
    #[serde(rename = "compiler-artifact")]
    Compiled(Artifact),
    #[serde(rename = "compiler-message")]
    Complained { message: Complaint },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub(super) struct Complaint {
    pub(super) level: String,
    pub(super) rendered: String,
}

#[derive(Deserialize)]
pub(super) struct Artifact {
    pub(super) package_id: String,
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

impl Target {
    fn is(&self, kind: &str) -> bool {
        self.kind.iter().any(|own| own == kind)
    }
}

impl Artifact {
    /// Whether it is a crate, and not a program that only helps to build one.
    pub(super) fn is_crate(&self) -> bool {
        !self.target.is("custom-build")
    }
}

#[derive(Deserialize)]
pub(super) struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    pkg: String,
}

impl Metadata {
    /// How many there are to compile, the kit included.
    pub(super) fn packages(&self) -> usize {
        self.resolve.nodes.len()
    }

    /// What the build of `kit` has left, found among its `artifacts`.
    pub(super) fn receipt(&self, artifacts: &[Artifact], kit: &str) -> Result<Receipt> {
        let kit_id = self
            .packages
            .iter()
            .find(|package| package.name == kit)
            .map(|package| package.id.as_str());
        let node = self
            .resolve
            .nodes
            .iter()
            .find(|node| Some(node.id.as_str()) == kit_id)
            .context("cargo's metadata does not name the kit")?;
        let mut files: HashMap<&str, &[PathBuf]> = HashMap::new();
        for artifact in artifacts {
            if artifact.is_crate() {
                files.insert(&artifact.package_id, &artifact.filenames);
            }
        }
        let file = |package: &str, wanted: &dyn Fn(&Path) -> bool| {
            let mut candidates = files.get(package).copied().unwrap_or_default().iter();
            candidates.find(|file| wanted(file)).cloned()
        };
        let library = |path: &Path| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            matches!(extension, Some("rlib")) || is_dynamic(path)
        };
        let mut externs = Vec::new();
        for dependency in &node.deps {
            let Some(found) = file(&dependency.pkg, &library) else {
                bail!("cargo compiled no library for `{}`", dependency.name);
            };
            externs.push((dependency.name.clone(), found));
        }
        let (probe, externs): (Vec<_>, Vec<_>) =
            externs.into_iter().partition(|(name, _)| name == "probe");
        let dependencies = probe
            .first()
            .and_then(|(_, file)| file.parent())
            .context("cargo compiled no probe")?
            .to_owned();
        let dylib = kit_id.and_then(|id| file(id, &is_dynamic));
        Ok(Receipt {
            dependencies,
            externs,
            probe,
            dylib,
            linking: None,
        })
    }
}

fn is_dynamic(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("so" | "dylib"))
}
