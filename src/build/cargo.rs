//! Cargo, called for what is compiled once: the kit, and the program that measures runtimes.

use super::toolchain::Toolchain;
use crate::group::Group;
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::process::Command;

/// Whether somebody waits for what cargo makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody does.
    Now,
    /// Nobody does yet: whatever else the machine has to do goes first.
    Later,
}

/// How far cargo is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It finds out what is needed, and fetches it.
    Resolving,
    /// So many crates are compiled.
    Compiling {
        /// Done.
        done: usize,
        /// In all.
        of: usize,
    },
}

/// Cargo in a workspace of ours, whatever is set for the workspace that it was started from.
#[derive(Debug)]
pub(super) struct Cargo<'a> {
    /// The workspace.
    pub(super) folder: &'a Path,
    /// What compiles.
    pub(super) toolchain: &'a Toolchain,
    /// Flags of the compiler.
    pub(super) flags: String,
    /// Whether the machine's other work goes first.
    pub(super) urgency: Urgency,
    /// What cannot be made when it fails: `the dependencies of the exercises`.
    pub(super) makes: &'static str,
}

impl Cargo<'_> {
    fn command(&self, subcommand: &str) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .arg(subcommand)
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env("RUSTC", &self.toolchain.rustc)
            .env("RUSTFLAGS", &self.flags)
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTC_WORKSPACE_WRAPPER")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CARGO_BUILD_TARGET");
        cargo
    }

    fn start(&self, cargo: &mut Command) -> Result<Group> {
        Group::start(cargo).with_context(|| {
            format!(
                "cargo was not found, and it has to prepare {}\n\
                 Install Rust from https://rustup.rs, open a new terminal, and start again.",
                self.makes
            )
        })
    }

    /// What the workspace consists of.
    pub(super) async fn metadata(&self) -> Result<Metadata> {
        let mut cargo = self.command("metadata");
        let host = &self.toolchain.host;
        cargo.args(["--format-version", "1", "--filter-platform", host]);
        let mut group = self.start(&mut cargo)?;
        let out = group.leader().stdout.take();
        let err = group.leader().stderr.take();
        let (out, err) = tokio::join!(all_of(out), all_of(err));
        let (out, err) = (out?, err?);
        if !group.wait().await?.success() {
            return Err(self.failed(&err));
        }
        serde_json::from_str(&out).context("cargo's metadata cannot be read")
    }

    /// Builds, telling `progress` how many `of` the crates are compiled.
    pub(super) async fn build<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        of: usize,
        progress: &dyn Fn(Progress),
    ) -> Result<Vec<Artifact>> {
        let mut cargo = self.command("build");
        cargo.args(["--message-format", "json"]).args(arguments);
        let mut group = self.start(&mut cargo)?;
        if self.urgency == Urgency::Later {
            group.let_others_go_first();
        }
        let out = group.leader().stdout.take();
        let err = group.leader().stderr.take();
        let mut artifacts: Vec<Artifact> = Vec::new();
        let mut problems = String::new();
        let listen = async {
            let mut done = BTreeSet::new();
            progress(Progress::Compiling { done: 0, of });
            let Some(out) = out else { return Ok(()) };
            let mut lines = BufReader::new(out).lines();
            while let Some(line) = lines.next_line().await? {
                match serde_json::from_str(&line).unwrap_or(Message::Other) {
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
            io::Result::Ok(())
        };
        let (listened, said) = tokio::join!(listen, all_of(err));
        listened?;
        let said = said?;
        if !group.wait().await?.success() {
            return Err(self.failed(&format!("{problems}{said}")));
        }
        Ok(artifacts)
    }

    fn failed(&self, said: &str) -> anyhow::Error {
        let network = [
            "Could not resolve host",
            "failed to download",
            "download of",
            "Network",
        ]
        .iter()
        .any(|sign| said.contains(sign));
        let advice = if network {
            "It needs the network, once. Connect and start again."
        } else if said.contains("No space left") {
            "The disk is full. Free some room and start again."
        } else {
            "Mend what cargo says and start again."
        };
        anyhow!(
            "{} could not be prepared\n{advice}\n\n{}",
            self.makes,
            said.trim()
        )
    }
}

/// Everything that comes through a pipe.
async fn all_of(pipe: Option<impl AsyncRead + Unpin>) -> io::Result<String> {
    let mut text = String::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_string(&mut text).await?;
    }
    Ok(text)
}

/// What the crates of the repository inherit, from the text of its manifest; the members are yet to be
/// named.
pub(super) fn shared_workspace(repository: &str) -> Result<toml::Table> {
    let mut repository: toml::Table = repository.parse()?;
    let Some(toml::Value::Table(mut workspace)) = repository.remove("workspace") else {
        bail!("the program carries no workspace");
    };
    workspace.remove("default-members");
    Ok(workspace)
}

/// Writes `text` unless it is there already, so that cargo sees no change where there is none.
///
/// # Errors
/// When it cannot be written; the message says what to do.
pub fn write(path: &Path, text: &str) -> Result<()> {
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

#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-artifact")]
    Compiled(Artifact),
    #[serde(rename = "compiler-message")]
    Complained { message: Complaint },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Complaint {
    level: String,
    rendered: String,
}

/// What a crate was compiled to.
#[derive(Deserialize)]
pub(super) struct Artifact {
    pub(super) package_id: String,
    target: Target,
    pub(super) filenames: Vec<PathBuf>,
    /// Where it is a program.
    pub(super) executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

impl Artifact {
    /// Whether it is a crate, and not a program that only helps to build one.
    pub(super) fn is_crate(&self) -> bool {
        !self.target.kind.iter().any(|kind| kind == "custom-build")
    }
}

/// What a workspace consists of.
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

/// What a package depends on.
#[derive(Deserialize)]
pub(super) struct Dependency {
    /// The name by which code calls it.
    pub(super) name: String,
    /// Its package.
    pub(super) pkg: String,
}

impl Metadata {
    /// How many packages there are to compile.
    pub(super) fn packages(&self) -> usize {
        self.resolve.nodes.len()
    }

    /// The package called `name`, and what it depends on.
    pub(super) fn package(&self, name: &str) -> Option<(&str, &[Dependency])> {
        let package = self.packages.iter().find(|package| package.name == name)?;
        let mut nodes = self.resolve.nodes.iter();
        let node = nodes.find(|node| node.id == package.id)?;
        Some((&node.id, &node.deps))
    }
}
