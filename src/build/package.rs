//! The package of a course in the rustlings format: its exercises are programs of it, and are compiled as
//! cargo would compile them, with the package's own edition, lints, features, library, build script and
//! dependencies.
//!
//! Cargo is asked once how it would call the compiler; from then on the compiler is called directly. It is
//! asked again when the package has changed.

mod invocation;
mod stamp;

pub use invocation::Invocation;

use super::toolchain::Toolchain;
use crate::group::Group;
use anyhow::{Context, Result, bail};
use invocation::MARK;
use serde::{Deserialize, Serialize};
use stamp::Stamp;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::sync::Mutex;

/// A package with exercises, on this machine.
#[derive(Debug)]
pub struct Package {
    /// What compiles it.
    pub toolchain: Toolchain,
    /// The course's folder.
    root: PathBuf,
    manifest: PathBuf,
    /// Where cargo and this program keep what they make.
    work: PathBuf,
    /// The names of the course's exercises.
    exercises: Vec<String>,
    learned: Mutex<Option<Learned>>,
}

/// What cargo said.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Learned {
    stamp: Stamp,
    members: Vec<Member>,
    programs: Vec<Target>,
}

/// A package of the workspace that has exercises.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Member {
    folder: PathBuf,
    main: Invocation,
    tests: Invocation,
}

/// A program of a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Target {
    name: String,
    edition: String,
    member: usize,
}

/// How one exercise is compiled, and where cargo would run its tests.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Program {
    /// The exercise.
    pub name: String,
    /// Its edition.
    pub edition: String,
    /// The folder of its package, where its tests run.
    pub folder: PathBuf,
    /// The call for its `main`.
    pub main: Invocation,
    /// The call for its tests.
    pub tests: Invocation,
    /// What the package was when cargo was asked.
    pub stamp: Stamp,
}

impl Package {
    /// The package with this `manifest` in the course in `root`, which has these `exercises`; what is
    /// compiled of it goes below `work`.
    #[must_use]
    pub fn new(
        toolchain: Toolchain,
        root: &Path,
        manifest: &Path,
        work: &Path,
        exercises: Vec<String>,
    ) -> Self {
        Self {
            toolchain,
            root: root.to_owned(),
            manifest: manifest.to_owned(),
            work: work.to_owned(),
            exercises,
            learned: Mutex::default(),
        }
    }

    /// How the exercise called `name` is compiled; none when the package has no program of this name.
    /// `asking` is told when cargo has to be asked, which takes as long as the dependencies take to compile.
    ///
    /// # Errors
    /// When cargo fails; the message holds its words.
    pub async fn program(&self, name: &str, asking: impl Fn()) -> Result<Option<Program>> {
        let mut known = self.learned.lock().await;
        if known.is_none() {
            *known = self.kept();
        }
        let learned = match known.take() {
            Some(learned) if learned.stamp.still_holds() => learned,
            _ => {
                asking();
                let learned = self.learn().await?;
                self.keep(&learned);
                learned
            }
        };
        let program = learned.program(name);
        // Where every file is gone, cargo says more once one is back.
        *known = Some(learned).filter(|learned| !learned.members.is_empty());
        Ok(program)
    }

    async fn learn(&self) -> Result<Learned> {
        let metadata: Metadata = {
            let mut cargo = self.cargo("metadata");
            cargo.args(["--format-version", "1"]);
            let (out, said, success) = heard(&mut cargo).await?;
            if !success {
                bail!("the course's Cargo.toml cannot be used\n\n{}", said.trim());
            }
            serde_json::from_str(&out).context("cargo's metadata cannot be read")?
        };
        // From before the compilation: what changes during it is looked at again.
        let stamp = Stamp::of(&self.root, &metadata.workspace_root, metadata.local());
        let mut members = Vec::new();
        let mut programs = Vec::new();
        let workspace = &metadata.workspace_members;
        for package in &metadata.packages {
            if !workspace.contains(&package.id) {
                continue;
            }
            let of_course: Vec<_> = package.programs(&self.exercises).collect();
            // Cargo does not compile for a file that is gone.
            let mut there = of_course.iter().filter(|target| target.src_path.is_file());
            let Some(first) = there.next() else {
                continue;
            };
            let member = members.len();
            programs.extend(of_course.iter().map(|target| Target {
                name: target.name.clone(),
                edition: target.edition.clone(),
                member,
            }));
            members.push(Member {
                folder: package.folder().to_owned(),
                main: self.invocation(&package.id, &first.name, "dev").await?,
                tests: self.invocation(&package.id, &first.name, "test").await?,
            });
        }
        Ok(Learned {
            stamp,
            members,
            programs,
        })
    }

    /// How cargo would compile `program` of `package` in `profile`. The dependencies are compiled for it.
    async fn invocation(&self, package: &str, program: &str, profile: &str) -> Result<Invocation> {
        let mut cargo = self.cargo("rustc");
        cargo
            .args([
                "-vv",
                "--package",
                package,
                "--bin",
                program,
                "--profile",
                profile,
            ])
            .arg("--target-dir")
            .arg(self.work.join("cargo"))
            .args(["--", MARK]);
        let (_, said, _) = heard(&mut cargo).await?;
        // Whether it succeeds depends on what cargo makes of a compiler that wrote nothing.
        Invocation::read(&said).with_context(|| {
            let about_calls = [
                "Running `",
                "Compiling ",
                "Fresh ",
                "Dirty ",
                "process didn't",
            ];
            let words = said.lines().filter(|line| {
                !about_calls
                    .iter()
                    .any(|words| line.trim_start().starts_with(words))
            });
            let words: Vec<&str> = words.collect();
            format!(
                "the course's package cannot be compiled\n\
                 Fix what cargo reports, and start again.\n\n{}",
                words.join("\n").trim()
            )
        })
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .args([subcommand, "--color", "never", "--manifest-path"])
            .arg(&self.manifest)
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // They would stand in the place of the compiler, or take the words away.
            .env("RUSTC_WRAPPER", "")
            .env("RUSTC_WORKSPACE_WRAPPER", "")
            .env_remove("CARGO_TERM_QUIET");
        cargo
    }

    fn file(&self) -> PathBuf {
        self.work.join("package.json")
    }

    /// What was learned at an earlier start.
    fn kept(&self) -> Option<Learned> {
        let text = fs::read(self.file()).ok()?;
        let kept: Kept = serde_json::from_slice(&text).ok()?;
        let is_same = kept.compiler == self.toolchain.version && kept.environment == environment();
        let files = kept.learned.members.iter().flat_map(Member::files);
        (is_same && files.into_iter().all(Path::is_file)).then_some(kept.learned)
    }

    fn keep(&self, learned: &Learned) {
        let kept = Kept {
            compiler: self.toolchain.version.clone(),
            environment: environment(),
            learned: learned.clone(),
        };
        // Where it cannot be kept, or a build script may do something else tomorrow, cargo is asked again.
        if learned.stamp.is_whole()
            && !learned.members.is_empty()
            && let Ok(text) = serde_json::to_vec(&kept)
        {
            let _not_kept = fs::write(self.file(), text);
        }
    }
}

/// What is kept from one start to the next.
#[derive(Serialize, Deserialize)]
struct Kept {
    compiler: String,
    environment: Vec<(String, String)>,
    learned: Learned,
}

/// The variables by which cargo is told how to compile.
fn environment() -> Vec<(String, String)> {
    let set = std::env::vars().filter(|(name, _)| {
        let of_cargo = name.starts_with("CARGO_") && !name.starts_with("CARGO_PKG_");
        of_cargo || matches!(&**name, "RUSTFLAGS" | "RUSTC" | "RUSTUP_TOOLCHAIN")
    });
    let mut set: Vec<_> = set.collect();
    set.sort();
    set
}

impl Learned {
    fn program(&self, name: &str) -> Option<Program> {
        let target = self.programs.iter().find(|target| target.name == name)?;
        let member = self.members.get(target.member)?;
        Some(Program {
            name: name.to_owned(),
            edition: target.edition.clone(),
            folder: member.folder.clone(),
            main: member.main.clone(),
            tests: member.tests.clone(),
            stamp: self.stamp.clone(),
        })
    }
}

impl Member {
    /// The compiled crates that its programs are linked with.
    fn files(&self) -> Vec<&Path> {
        let arguments = self.main.arguments().iter().chain(self.tests.arguments());
        let externs = arguments.filter_map(|argument| argument.split_once('='));
        let libraries = externs.filter(|(_, file)| file.ends_with(".rlib"));
        libraries.map(|(_, file)| Path::new(file)).collect()
    }
}

/// What `cargo` prints: its standard output, its standard error, and whether it succeeded.
async fn heard(cargo: &mut Command) -> Result<(String, String, bool)> {
    let mut group = Group::start(cargo).context(
        "cargo was not found, and it has to prepare the course\n\
         Install Rust from https://rustup.rs, open a new terminal, and start again.",
    )?;
    let out = group.leader().stdout.take();
    let err = group.leader().stderr.take();
    let (out, err) = tokio::join!(all_of(out), all_of(err));
    let success = group.wait().await?.success();
    Ok((out?, err?, success))
}

async fn all_of(pipe: Option<impl AsyncRead + Unpin>) -> Result<String> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes).await?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<PackageTable>,
    workspace_members: Vec<String>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct PackageTable {
    id: String,
    source: Option<String>,
    manifest_path: PathBuf,
    targets: Vec<TargetTable>,
}

#[derive(Deserialize)]
struct TargetTable {
    name: String,
    kind: Vec<String>,
    edition: String,
    src_path: PathBuf,
}

impl Metadata {
    /// The folders of packages that lie on this disk, and whether they have a build script.
    fn local(&self) -> impl Iterator<Item = (&Path, bool)> {
        let local = self
            .packages
            .iter()
            .filter(|package| package.source.is_none());
        local.map(|package| (package.folder(), package.has("custom-build")))
    }
}

impl PackageTable {
    fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(Path::new(""))
    }

    fn has(&self, kind: &str) -> bool {
        self.targets.iter().any(|target| target.is(kind))
    }

    fn programs<'a>(&'a self, exercises: &'a [String]) -> impl Iterator<Item = &'a TargetTable> {
        let programs = self.targets.iter().filter(|target| target.is("bin"));
        programs.filter(|target| exercises.contains(&target.name))
    }
}

impl TargetTable {
    fn is(&self, kind: &str) -> bool {
        self.kind.iter().any(|one| one == kind)
    }
}
