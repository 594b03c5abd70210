//! Cargo, called for what is compiled once: the kit, and the program that measures runtimes.

use super::kit::Because;
use super::system::{Missing, System};
use super::toolchain::{PATIENCE, Toolchain, no_answer};
use super::{environment, network};
use crate::group::Group;
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

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
    /// What was there before has to be made again.
    Again(Because),
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

/// Which of cargo's profiles compiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    /// Fast to compile; nothing but the learner's own crate is ever stepped through.
    Dev,
    /// Fast to run.
    Release,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// Everything that a config file could change about it, as it is meant to be.
    fn settings(self) -> [String; 11] {
        let (level, checks) = match self {
            Self::Dev => (0, true),
            Self::Release => (3, false),
        };
        [
            format!("opt-level={level}"),
            "debug=0".into(),
            "strip=\"none\"".into(),
            format!("debug-assertions={checks}"),
            format!("overflow-checks={checks}"),
            "lto=false".into(),
            "panic=\"unwind\"".into(),
            "incremental=false".into(),
            "codegen-units=16".into(),
            "rpath=false".into(),
            format!("package.\"*\".opt-level={level}"),
        ]
        .map(|setting| format!("profile.{}.{setting}", self.name()))
    }
}

/// Cargo in a workspace of ours, whatever is set for the workspace that it was started from. What config
/// files and variables say of how to compile counts for nothing; where to get the sources from, they say.
#[derive(Debug)]
pub(super) struct Cargo<'a> {
    /// The workspace.
    pub(super) folder: &'a Path,
    /// Where it compiles to.
    pub(super) target: &'a Path,
    /// How.
    pub(super) profile: Profile,
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
        let mut cargo = Command::new(self.toolchain.cargo());
        environment::of_cargo(cargo.as_std_mut());
        cargo
            .arg(subcommand)
            .args(["--color", "never"])
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env("RUSTC", &self.toolchain.rustc)
            // Set, it beats every other place for flags, even when it is empty.
            .env("RUSTFLAGS", &self.flags);
        for setting in self.settings() {
            cargo.arg("--config").arg(setting);
        }
        cargo
    }

    /// As arguments they beat variables and files.
    fn settings(&self) -> Vec<String> {
        let mut settings = Vec::from(self.profile.settings());
        settings.extend(["term.verbose=false", "term.quiet=false"].map(str::to_owned));
        settings.push("term.progress.when=\"never\"".into());
        let target = toml::Value::from(self.target.display().to_string());
        settings.push(format!("build.build-dir={target}"));
        if cfg!(unix) {
            // As the compiler itself has it, which links exercises too.
            let host = &self.toolchain.host;
            settings.push(format!("target.{host}.linker=\"cc\""));
        }
        settings
    }

    fn start(&self, cargo: &mut Command) -> Result<Group> {
        Group::start(cargo).with_context(|| {
            let install = match self.toolchain.cargo {
                Some(_) => System::Unknown,
                None => System::here(),
            };
            format!(
                "cargo was not found, and it has to prepare {}\n{}",
                self.makes,
                install.how_to_install(Missing::Cargo)
            )
        })
    }

    /// Makes sure that the tools that are needed answer at all: one that waits for the network, or for a
    /// window that nobody sees, would do so without a word.
    ///
    /// # Errors
    /// When one of them does not; the message says what to do.
    pub(super) async fn answers(&self) -> Result<()> {
        let mut cargo = self.command("--version");
        let mut cargo = self.start(&mut cargo)?;
        if timeout(PATIENCE, cargo.wait()).await.is_err() {
            return Err(no_answer("cargo --version"));
        }
        let mut cc = Command::new("cc");
        cc.arg("--version").stdin(Stdio::null());
        // Where there is none, those who need it say so.
        if let Ok(mut cc) = Group::start(cc.stdout(Stdio::null()).stderr(Stdio::null()))
            && timeout(PATIENCE, cc.wait()).await.is_err()
        {
            bail!(
                "the C compiler `cc` gave no answer in {} seconds\n\
                 Run `cc --version` yourself and see what it waits for. {}",
                PATIENCE.as_secs(),
                System::here().how_to_install(Missing::CCompiler)
            );
        }
        Ok(())
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
        cargo
            .args(["--message-format", "json"])
            // Named, it is the one target, whatever a config file says.
            .args(["--target", &self.toolchain.host])
            .arg("--target-dir")
            .arg(self.target)
            .args(arguments);
        if self.profile == Profile::Release {
            cargo.arg("--release");
        }
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
        let known = network::trouble(said).or_else(|| self.trouble(said));
        // The compiler says so of what lies there already. And the crate of a kit names others, and nothing else:
        // what else could be wrong with it?
        let is_damaged = known.is_none()
            && (said.contains("could not compile `kit_")
                || ["E0786", "E0463", "E0460", "E0461", "E0462", "E0514"]
                    .iter()
                    .any(|code| said.contains(&format!("error[{code}]"))));
        let trouble = known.unwrap_or_else(|| "Fix what cargo reports and start again.".into());
        let told = format!(
            "{} could not be prepared\n{trouble}\n\nCargo says:\n{}",
            self.makes,
            said.trim()
        );
        match is_damaged {
            true => anyhow!(DamagedTarget(told)),
            false => anyhow!(told),
        }
    }

    /// What of the machine is to blame, and what to do.
    fn trouble(&self, said: &str) -> Option<String> {
        if said.contains("No space left") {
            Some(format!(
                "The disk is full. Make room for {} and start again.",
                self.target.display()
            ))
        } else if said.contains("linker `cc` not found") {
            Some(format!(
                "There is no C compiler to link with. {}",
                System::here().how_to_install(Missing::CCompiler)
            ))
        } else {
            None
        }
    }
}

/// Cargo fails, because of what was compiled before.
#[derive(Debug)]
pub(super) struct DamagedTarget(String);

impl fmt::Display for DamagedTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DamagedTarget {}

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
