//! The dependencies of the exercises and the probe, compiled once by cargo.
//!
//! They are kept in the user's cache folder, in a target directory that no editor locks: a kit
//! per set of dependencies, compiled crates shared between kits. Everything that a kit is made
//! from goes into its number, so a kit that is there is right.

mod cargo;
pub mod link;

use super::toolchain::Toolchain;
use crate::group::Group;
use anyhow::{Context, Result, anyhow, bail};
use cargo::{Artifact, Message, Metadata};
use link::Linking;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

/// Raised when a kit is laid out in another way: kits of the old layout are then not used.
const LAYOUT: u32 = 3;

/// Compiled dependencies, ready to be linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kit {
    /// The name of the crate that holds them all.
    pub name: String,
    /// What they were compiled by.
    pub toolchain: Toolchain,
    /// Where the compiled crates lie.
    pub dependencies: PathBuf,
    /// What a learner may use: crate name and file.
    pub externs: Vec<(String, PathBuf)>,
    /// What a check may use beside that.
    pub probe: Vec<(String, PathBuf)>,
    /// All of them as one dynamic library, where the system can.
    pub dylib: Option<PathBuf>,
    /// How programs are linked with it by calling the linker directly, where that is known.
    pub linking: Option<Linking>,
    /// The cfgs that they were compiled with.
    pub cfgs: Vec<String>,
    /// What proves that it was made.
    pub receipt: PathBuf,
}

impl Kit {
    /// Forgets that it was made, so that the next start makes it anew.
    pub fn forget(&self) {
        let _gone = fs::remove_file(&self.receipt);
    }
}

/// Whether somebody waits for a kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody does.
    Now,
    /// Nobody does yet: whatever else the machine has to do goes first.
    Later,
}

/// How far the preparation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Cargo finds out what is needed, and fetches it.
    Resolving,
    /// So many crates are compiled.
    Compiling {
        /// Done.
        done: usize,
        /// In all.
        of: usize,
    },
}

/// What a kit is made from.
#[derive(Debug, Clone)]
pub struct Recipe {
    toolchain: Toolchain,
    manifest: toml::Table,
    sources: Sources,
    folder: PathBuf,
    cache: PathBuf,
    name: String,
}

/// What the crates of a kit are compiled from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sources {
    /// The Cargo.toml of the exercises.
    pub manifest: String,
    /// The versions that go with it, where the course pins them.
    pub lock_file: Option<String>,
    /// The files of `probe` and `report` and the workspace manifest that they inherit from:
    /// paths from the root of their repository, and texts.
    pub crates: Vec<(&'static str, &'static str)>,
}

/// What is remembered of a kit that was made.
#[derive(Clone, Serialize, Deserialize)]
struct Receipt {
    dependencies: PathBuf,
    externs: Vec<(String, PathBuf)>,
    probe: Vec<(String, PathBuf)>,
    dylib: Option<PathBuf>,
    linking: Option<Linking>,
}

impl Recipe {
    /// A kit in `cache` from `sources`, for the exercises of `chapter`; paths in the manifest start
    /// at `root`.
    ///
    /// # Errors
    /// When the manifest is not TOML, or names a dependency of a chapter that it does not have.
    pub fn new(
        toolchain: Toolchain,
        sources: Sources,
        chapter: &str,
        root: &Path,
        cache: &Path,
    ) -> Result<Self> {
        let course: toml::Table = sources
            .manifest
            .parse()
            .context("the Cargo.toml of the exercises is not right")?;
        let manifest = manifest_of_kit(&course, chapter, root)?;
        let mut hasher = DefaultHasher::new();
        LAYOUT.hash(&mut hasher);
        toolchain.version.hash(&mut hasher);
        manifest.to_string().hash(&mut hasher);
        sources.lock_file.hash(&mut hasher);
        sources.crates.hash(&mut hasher);
        cfgs(&toolchain.host).hash(&mut hasher);
        let name = format!("kit_{:016x}", hasher.finish());
        Ok(Self {
            toolchain,
            manifest,
            sources,
            folder: cache.join("kits").join(&name),
            cache: cache.to_owned(),
            name,
        })
    }

    /// Its name: recipes of equal names make the same kit.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kit, if it was made before.
    #[must_use]
    pub fn made(&self) -> Option<Kit> {
        let text = fs::read_to_string(self.receipt()).ok()?;
        let receipt: Receipt = serde_json::from_str(&text).ok()?;
        let crates = receipt.externs.iter().chain(&receipt.probe);
        let linking = receipt.linking.iter();
        let mut files = crates
            .map(|(_, file)| file)
            .chain(&receipt.dylib)
            .chain(linking.flat_map(|linking| [&linking.linker, &linking.entry]));
        let all_there = files.all(|file| file.is_file());
        all_there.then(|| self.kit(&receipt))
    }

    /// Makes the kit, telling `progress` how far it is.
    ///
    /// # Errors
    /// When the cache folder cannot be written, or cargo fails; the message says how to mend it.
    pub async fn make(&self, urgency: Urgency, progress: &dyn Fn(Progress)) -> Result<Kit> {
        progress(Progress::Resolving);
        self.write_sources()?;
        let metadata = self.metadata().await?;
        let artifacts = self.compile(metadata.packages(), urgency, progress).await?;
        let mut receipt = metadata.receipt(&artifacts, &self.name)?;
        let folder = self.folder.join("link");
        // Without it programs are linked all the same.
        receipt.linking = Linking::learn(&self.kit(&receipt), &folder).await.ok();
        write(&self.receipt(), &serde_json::to_string_pretty(&receipt)?)?;
        Ok(self.kit(&receipt))
    }

    fn kit(&self, receipt: &Receipt) -> Kit {
        let receipt = receipt.clone();
        Kit {
            name: self.name.clone(),
            toolchain: self.toolchain.clone(),
            dependencies: receipt.dependencies,
            externs: receipt.externs,
            probe: receipt.probe,
            dylib: receipt.dylib,
            linking: receipt.linking,
            cfgs: cfgs(&self.toolchain.host),
            receipt: self.receipt(),
        }
    }

    fn receipt(&self) -> PathBuf {
        self.folder.join("receipt.json")
    }

    /// A workspace of three: the kit, the probe and the report.
    fn write_sources(&self) -> Result<()> {
        // Cargo tells crates of equal names apart by their path from the workspace, and all kits
        // share one target directory: so the path holds the kit's own name.
        let crates = self.folder.join(&self.name);
        for (path, text) in &self.sources.crates {
            match *path {
                "Cargo.toml" => write(&self.folder.join(path), &workspace_of(text, &self.name)?)?,
                _ => write(&crates.join(path), text)?,
            }
        }
        let mut manifest = self.manifest.clone();
        let mut package = toml::toml! {
            version = "0.0.0"
            edition = "2024"
            publish = false
        };
        package.insert("name".into(), self.name.clone().into());
        manifest.insert("package".into(), package.into());
        let kinds = if cfg!(unix) { "dylib" } else { "rlib" };
        let library = toml::Table::from_iter([("crate-type".into(), vec![kinds].into())]);
        manifest.insert("lib".into(), library.into());
        write(&crates.join("kit/Cargo.toml"), &manifest.to_string())?;
        let uses: String = extern_names(&self.manifest)
            .iter()
            .map(|name| format!("pub extern crate {name};\n"))
            .collect();
        write(&crates.join("kit/src/lib.rs"), &uses)?;
        if let Some(lock_file) = &self.sources.lock_file {
            write(&self.folder.join("Cargo.lock"), lock_file)?;
        }
        Ok(())
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .arg(subcommand)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env("RUSTC", &self.toolchain.rustc)
            .env("RUSTFLAGS", self.flags())
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTC_WORKSPACE_WRAPPER")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CARGO_BUILD_TARGET");
        cargo
    }

    fn flags(&self) -> String {
        let mut flags: Vec<String> = cfgs(&self.toolchain.host)
            .iter()
            .map(|cfg| format!("--cfg {cfg}"))
            .collect();
        if cfg!(unix) {
            flags.push("-Cprefer-dynamic".into());
        }
        flags.join(" ")
    }

    async fn metadata(&self) -> Result<Metadata> {
        let mut cargo = self.cargo("metadata");
        cargo.args([
            "--format-version",
            "1",
            "--filter-platform",
            &self.toolchain.host,
        ]);
        let mut group = start(&mut cargo)?;
        let (mut stdout, mut stderr) = (String::new(), String::new());
        let out = group.leader().stdout.take();
        let err = group.leader().stderr.take();
        let (read_out, read_err) = tokio::join!(
            async {
                match out {
                    Some(mut out) => out.read_to_string(&mut stdout).await,
                    None => Ok(0),
                }
            },
            async {
                match err {
                    Some(mut err) => err.read_to_string(&mut stderr).await,
                    None => Ok(0),
                }
            }
        );
        read_out.and(read_err)?;
        if !group.wait().await?.success() {
            return Err(cargo_failed(&stderr));
        }
        serde_json::from_str(&stdout).context("cargo's metadata cannot be read")
    }

    async fn compile(
        &self,
        of: usize,
        urgency: Urgency,
        progress: &dyn Fn(Progress),
    ) -> Result<Vec<Artifact>> {
        let mut cargo = self.cargo("build");
        cargo
            .args([
                "--message-format",
                "json",
                "--package",
                &self.name,
                "--target-dir",
            ])
            .arg(self.cache.join("target"));
        let mut group = start(&mut cargo)?;
        if urgency == Urgency::Later {
            group.let_others_go_first();
        }
        let stdout = group.leader().stdout.take();
        let stderr = group.leader().stderr.take();
        let mut artifacts: Vec<Artifact> = Vec::new();
        let mut problems = String::new();
        let listen = async {
            let mut done = BTreeSet::new();
            progress(Progress::Compiling { done: 0, of });
            if let Some(stdout) = stdout {
                let mut lines = BufReader::new(stdout).lines();
                while let Some(line) = lines.next_line().await? {
                    let Ok(message) = serde_json::from_str::<Message>(&line) else {
                        continue;
                    };
                    match message {
                        Message::Compiled(artifact) => {
                            if artifact.is_crate() {
                                done.insert(artifact.package_id.clone());
                            }
                            artifacts.push(artifact);
                            let done = done.len().min(of);
                            progress(Progress::Compiling { done, of });
                        }
                        Message::Complained { message } if message.level == "error" => {
                            problems.push_str(&message.rendered);
                        }
                        Message::Complained { .. } | Message::Other => {}
                    }
                }
            }
            std::io::Result::Ok(())
        };
        let complain = async {
            let mut said = String::new();
            if let Some(mut stderr) = stderr {
                stderr.read_to_string(&mut said).await?;
            }
            std::io::Result::Ok(said)
        };
        let (listened, said) = tokio::join!(listen, complain);
        listened?;
        let said = said?;
        if !group.wait().await?.success() {
            return Err(cargo_failed(&format!("{problems}{said}")));
        }
        Ok(artifacts)
    }
}

/// tokio's hooks everywhere, its task dumps where they exist.
fn cfgs(host: &str) -> Vec<String> {
    let mut cfgs = vec!["tokio_unstable".to_owned()];
    let dumps = ["x86_64", "aarch64"]
        .iter()
        .any(|cpu| host.starts_with(cpu) && host.contains("-linux-"));
    if dumps {
        cfgs.push("tokio_taskdump".to_owned());
    }
    cfgs
}

/// What a chapter depends on, and the probe. Paths become absolute: the kit lies elsewhere.
fn manifest_of_kit(course: &toml::Table, chapter: &str, root: &Path) -> Result<toml::Table> {
    let mut dependencies = toml::Table::new();
    for section in ["dependencies", "dev-dependencies"] {
        if let Some(toml::Value::Table(table)) = course.get(section) {
            dependencies.extend(table.clone());
        }
    }
    for (name, chapters) in only_for_chapters(course) {
        let is_for_it = chapters.iter().any(|other| other.as_str() == Some(chapter));
        if !dependencies.contains_key(name) {
            bail!(
                "the Cargo.toml of the exercises says which chapters need `{name}`, \
                 and does not depend on it"
            );
        }
        if !is_for_it {
            dependencies.remove(name);
        }
    }
    for (_, dependency) in &mut dependencies {
        if let Some(toml::Value::String(path)) = dependency.get_mut("path") {
            *path = root.join(&*path).display().to_string();
        }
    }
    let probe = toml::Table::from_iter([
        ("path".into(), "../probe".into()),
        ("package".into(), "asynclings-probe".into()),
    ]);
    dependencies.insert("probe".into(), probe.into());
    Ok(toml::Table::from_iter([(
        "dependencies".into(),
        dependencies.into(),
    )]))
}

/// `[package.metadata.asynclings.chapters]`: dependencies that only some chapters need, and which.
fn only_for_chapters(course: &toml::Table) -> impl Iterator<Item = (&str, &[toml::Value])> {
    let path = ["package", "metadata", "asynclings", "chapters"];
    let table = path
        .iter()
        .try_fold(course, |table, key| table.get(*key)?.as_table());
    table.into_iter().flatten().map(|(name, chapters)| {
        let chapters = chapters.as_array().map(Vec::as_slice);
        (name.as_str(), chapters.unwrap_or_default())
    })
}

/// The names by which code calls the dependencies of `manifest`.
fn extern_names(manifest: &toml::Table) -> Vec<String> {
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    dependencies
        .into_iter()
        .flat_map(toml::Table::keys)
        .map(|name| name.replace('-', "_"))
        .collect()
}

/// What `probe` and `report` inherit, around other members: those of `kit`.
fn workspace_of(repository: &str, kit: &str) -> Result<String> {
    let repository: toml::Table = repository.parse()?;
    let mut workspace = repository
        .get("workspace")
        .and_then(toml::Value::as_table)
        .context("the program carries no workspace")?
        .clone();
    workspace.remove("default-members");
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
    Ok(toml::Table::from_iter([
        ("workspace".into(), workspace.into()),
        ("profile".into(), profile.into()),
    ])
    .to_string())
}

/// Writes `text` unless it is there already, so that cargo sees no change where there is none.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let attempt = || {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    };
    attempt().with_context(|| {
        format!(
            "{} cannot be written\n\
             Make room there, or name another folder: ASYNCLINGS_CACHE=/some/folder asynclings",
            path.display()
        )
    })
}

fn start(cargo: &mut Command) -> Result<Group> {
    Group::start(cargo).context(
        "cargo was not found, and it has to prepare the dependencies of the exercises\n\
         Install Rust from https://rustup.rs, open a new terminal, and start again.",
    )
}

fn cargo_failed(said: &str) -> anyhow::Error {
    let network = [
        "Could not resolve host",
        "failed to download",
        "download of",
        "Network",
    ]
    .iter()
    .any(|sign| said.contains(sign));
    let advice = if network {
        "The first start needs the network, once. Connect and start again."
    } else if said.contains("No space left") {
        "The disk is full. Free some room and start again."
    } else {
        "Mend what cargo says and start again."
    };
    anyhow!(
        "the dependencies of the exercises could not be prepared\n{advice}\n\n{}",
        said.trim()
    )
}

#[cfg(test)]
mod tests {
    use super::manifest_of_kit;
    use std::path::Path;

    const COURSE: &str = r#"
[dependencies]
tokio = "1"
smol = "2"
helper = { path = "helper" }

[package.metadata.asynclings.chapters]
smol = ["porting", "runtimes"]
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
}
