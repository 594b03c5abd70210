//! The program that measures runtimes, compiled by cargo, optimised, once, and only when somebody
//! asks for it. Its sources travel inside this program; what is compiled lies in the cache folder.

use super::cargo::{Cargo, Profile, Progress, Urgency, shared_workspace, write};
use super::toolchain::Toolchain;
use anyhow::{Context, Result};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

const PACKAGE: &str = "asynclings-workload";

/// What the program is made from.
#[derive(Debug, Clone)]
pub struct Recipe {
    toolchain: Toolchain,
    sources: Vec<(&'static str, &'static str)>,
    folder: PathBuf,
    cache: PathBuf,
}

impl Recipe {
    /// A program in `cache` from `sources`: paths from the root of the repository, and texts.
    #[must_use]
    pub fn new(
        toolchain: Toolchain,
        sources: Vec<(&'static str, &'static str)>,
        cache: &Path,
    ) -> Self {
        let mut hasher = DefaultHasher::new();
        toolchain.version.hash(&mut hasher);
        sources.hash(&mut hasher);
        let name = format!("workload_{:016x}", hasher.finish());
        Self {
            toolchain,
            sources,
            folder: cache.join("kits").join(name),
            cache: cache.to_owned(),
        }
    }

    /// Where the program lies, once it was made.
    #[must_use]
    pub fn program(&self) -> PathBuf {
        self.folder
            .join("workload")
            .with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// The program, made now if need be.
    ///
    /// # Errors
    /// When the cache folder cannot be written, or cargo fails; the message says how to mend it.
    pub async fn make(&self, progress: &dyn Fn(Progress)) -> Result<PathBuf> {
        let program = self.program();
        if program.is_file() {
            return Ok(program);
        }
        progress(Progress::Resolving);
        let workspace = self.folder.join("source");
        for (path, text) in &self.sources {
            match *path {
                "Cargo.toml" => write(&workspace.join(path), &workspace_of(text)?)?,
                _ => write(&workspace.join(path), text)?,
            }
        }
        let target = self.cache.join("target");
        let cargo = Cargo {
            folder: &workspace,
            target: &target,
            profile: Profile::Release,
            toolchain: &self.toolchain,
            // tokio as everybody has it: without the hooks that checks need.
            flags: String::new(),
            urgency: Urgency::Now,
            makes: "the program that measures runtimes",
        };
        let metadata = cargo.metadata().await?;
        let artifacts = cargo
            .build(["--package", PACKAGE], metadata.packages(), progress)
            .await?;
        let built = artifacts
            .into_iter()
            .find_map(|artifact| artifact.executable);
        let built = built.context("cargo compiled no program that measures runtimes")?;
        // The next version's will lie in the same place; and what has its name there is whole.
        let copy = program.with_extension("new");
        fs::copy(&built, &copy)
            .and_then(|_| fs::rename(&copy, &program))
            .with_context(|| format!("{} cannot be written", program.display()))?;
        Ok(program)
    }
}

/// What the program inherits, around it alone.
fn workspace_of(repository: &str) -> Result<String> {
    let mut workspace = shared_workspace(repository)?;
    workspace.insert("members".into(), vec!["workload"].into());
    if let Some(toml::Value::Table(dependencies)) = workspace.get_mut("dependencies") {
        // What lies beside the program in the repository does not travel with it.
        dependencies.retain(|_, dependency| dependency.get("path").is_none());
    }
    Ok(toml::Table::from_iter([("workspace".into(), workspace.into())]).to_string())
}

#[cfg(test)]
mod tests {
    use super::workspace_of;

    #[test]
    fn the_program_is_alone_in_its_workspace_and_inherits_what_it_needs() {
        let repository = include_str!("../../Cargo.toml");
        let workspace: toml::Table = workspace_of(repository).unwrap().parse().unwrap();
        let workspace = workspace["workspace"].as_table().unwrap();
        assert_eq!(workspace["members"].as_array().unwrap().len(), 1);
        assert!(workspace.get("default-members").is_none());
        let dependencies = workspace["dependencies"].as_table().unwrap();
        assert!(dependencies.contains_key("tokio") && !dependencies.contains_key("report"));
    }
}
