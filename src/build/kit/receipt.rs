//! What is remembered of a kit that was made: which files cargo compiled for whom.

use super::link::Linking;
use super::stamp::Stamp;
use crate::build::cargo::{Artifact, Metadata};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Receipt {
    pub(super) dependencies: Vec<PathBuf>,
    pub(super) externs: Vec<(String, PathBuf)>,
    pub(super) probe: Vec<(String, PathBuf)>,
    pub(super) dylib: Option<PathBuf>,
    pub(super) linking: Option<Linking>,
    pub(super) head_start: Option<PathBuf>,
    /// Every file that cargo compiled for it, also those that it shares with other kits; none where it
    /// was written before that was noted.
    pub(super) files: Option<Vec<PathBuf>>,
    /// Every file that an attempt needs, as it was then.
    #[serde(default)]
    pub(super) parts: Vec<Stamp>,
}

impl Receipt {
    /// The one at `path`, if it is whole.
    pub(super) fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// What the build of `kit` has left, found among its `artifacts`.
    pub(super) fn of(metadata: &Metadata, artifacts: &[Artifact], kit: &str) -> Result<Self> {
        let (kit_id, needed) = metadata
            .package(kit)
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
        for dependency in needed {
            let Some(found) = file(&dependency.pkg, &library) else {
                bail!("cargo compiled no library for `{}`", dependency.name);
            };
            externs.push((dependency.name.clone(), found));
        }
        let (probe, externs): (Vec<_>, Vec<_>) =
            externs.into_iter().partition(|(name, _)| name == "probe");
        if probe.is_empty() {
            bail!("cargo compiled no probe");
        }
        let dylib = file(kit_id, &is_dynamic);
        let crates = artifacts.iter().filter(|artifact| artifact.is_crate());
        let compiled: Vec<PathBuf> = crates
            .flat_map(|artifact| &artifact.filenames)
            .cloned()
            .collect();
        // Macros are compiled for the compiler, which has a folder of its own.
        let mut dependencies: Vec<PathBuf> = Vec::new();
        for folder in compiled.iter().filter_map(|file| file.parent()) {
            if folder.ends_with("deps") && !dependencies.iter().any(|known| known == folder) {
                dependencies.push(folder.to_owned());
            }
        }
        Ok(Self {
            dependencies,
            externs,
            probe,
            dylib,
            linking: None,
            head_start: None,
            files: Some(compiled),
            parts: Vec::new(),
        })
    }

    /// Every file that an attempt needs, those of the system included.
    pub(super) fn all_files(&self) -> Vec<PathBuf> {
        let crates = self.externs.iter().chain(&self.probe);
        let mut files: Vec<PathBuf> = crates
            .map(|(_, file)| file)
            .chain(&self.dylib)
            .chain(self.files.iter().flatten())
            .chain(&self.head_start)
            .cloned()
            .collect();
        files.extend(self.linking.iter().flat_map(Linking::files));
        files.sort();
        files.dedup();
        files
    }
}

fn is_dynamic(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("so" | "dylib"))
}
