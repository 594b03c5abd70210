//! The compilers of this machine, found once and called by their full paths: the names on
//! `PATH` are usually rustup's, which look for the toolchain anew at each call.

use super::system::{Missing, System};
use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a tool may take to say its version: far longer than any does that works.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What rustup looks for in a folder and in all above it.
const FILES: [&str; 2] = ["rust-toolchain.toml", "rust-toolchain"];

/// Which toolchain rustup is to use, whatever a file says.
const CHOICE: &str = "RUSTUP_TOOLCHAIN";

/// A Rust toolchain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// The compiler.
    pub rustc: PathBuf,
    /// The compiler that also lints; none where the clippy component is missing.
    pub clippy_driver: Option<PathBuf>,
    /// The cargo that belongs to it; none where that lies elsewhere.
    pub cargo: Option<PathBuf>,
    /// All that `rustc -vV` says: two toolchains with the same text build the same.
    pub version: String,
    /// The target triple of this machine.
    pub host: String,
}

/// Where to ask for the toolchain of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder in which the right toolchain is in force.
    pub folder: PathBuf,
    /// A file that names a toolchain, and is not the course's.
    pub ignored: Option<PathBuf>,
}

impl Place {
    /// The place for a course in `root`, which has files of its own there when it `is_on_disk`: a toolchain
    /// that something else names would need kits of its own, and perhaps the network.
    #[must_use]
    pub fn of(root: &Path, is_on_disk: bool) -> Self {
        let is_chosen = std::env::var_os(CHOICE).is_some_and(|choice| !choice.is_empty());
        Self::found(root, is_on_disk, is_chosen)
    }

    fn found(root: &Path, is_on_disk: bool, is_chosen: bool) -> Self {
        let file_in = |folder: &Path| {
            let files = FILES.map(|name| folder.join(name));
            files.into_iter().find(|file| file.is_file())
        };
        let is_its_own = is_on_disk && file_in(root).is_some();
        let ignored = match is_chosen || is_its_own {
            true => None,
            false => root.ancestors().find_map(file_in),
        };
        let elsewhere = root.ancestors().last().unwrap_or(root);
        let folder = if ignored.is_some() { elsewhere } else { root };
        Self {
            folder: folder.to_owned(),
            ignored,
        }
    }

    /// What a learner in `root` has to know about it.
    #[must_use]
    pub fn notice(&self, root: &Path) -> Option<String> {
        let file = self.ignored.as_deref()?;
        Some(match file.strip_prefix(root) {
            Ok(name) => format!(
                "{} here is not part of the course and is ignored.",
                name.display()
            ),
            Err(_) => format!(
                "{} is not part of the course and is ignored.",
                file.display()
            ),
        })
    }
}

impl Toolchain {
    /// Asks the `rustc` that is in force in `dir`.
    ///
    /// # Errors
    /// When there is none, or it does not answer; the message says what to do.
    pub fn detect(dir: &Path) -> Result<Self> {
        // Both at once: through rustup each takes a while.
        let sysroot = Asked::rustc(dir, &["--print", "sysroot"])?;
        let version = Asked::rustc(dir, &["-vV"])?;
        let sysroot = PathBuf::from(sysroot.answer()?.trim());
        let version = version.answer()?;
        let host = version
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .context("`rustc -vV` does not name its host")?
            .to_owned();
        let tool = |name: &str| {
            let path = sysroot
                .join("bin")
                .join(name)
                .with_extension(std::env::consts::EXE_EXTENSION);
            path.is_file().then_some(path)
        };
        Ok(Self {
            rustc: tool("rustc").unwrap_or_else(|| "rustc".into()),
            clippy_driver: tool("clippy-driver"),
            cargo: tool("cargo"),
            version,
            host,
        })
    }

    /// The cargo to call: the one that has called us, or the toolchain's own. One on `PATH` would choose a
    /// toolchain by the folder that it runs in.
    pub(super) fn cargo(&self) -> OsString {
        let calling = std::env::var_os("CARGO").filter(|cargo| !cargo.is_empty());
        calling
            .or_else(|| self.cargo.clone().map(PathBuf::into_os_string))
            .unwrap_or_else(|| "cargo".into())
    }

    /// The folder of all that belongs to it.
    fn sysroot(&self) -> Option<&Path> {
        self.rustc.parent()?.parent()
    }

    /// The folder of what belongs to this machine's target in the toolchain.
    fn of_target(&self) -> Option<PathBuf> {
        Some(self.sysroot()?.join("lib/rustlib").join(&self.host))
    }

    /// The folder of its libraries.
    #[must_use]
    pub fn libraries(&self) -> Option<PathBuf> {
        Some(self.of_target()?.join("lib"))
    }

    /// The folder of the tools that it brings along, such as a linker.
    #[must_use]
    pub fn tools(&self) -> Option<PathBuf> {
        Some(self.of_target()?.join("bin"))
    }

    /// The compiler for the learner's file.
    #[must_use]
    pub fn linting_compiler(&self) -> &Path {
        self.clippy_driver.as_deref().unwrap_or(&self.rustc)
    }

    /// What is missing, and how to get it.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        if self.clippy_driver.is_some() {
            return None;
        }
        Some(format!(
            "Clippy is missing, so its lints are not checked. {}",
            self.how_to_add_clippy()
        ))
    }

    /// How clippy is added, or put right.
    pub(super) fn how_to_add_clippy(&self) -> String {
        let is_of_the_system = self
            .sysroot()
            .is_some_and(|sysroot| sysroot == Path::new("/usr"));
        let system = match is_of_the_system {
            true => System::here(),
            // rustup's.
            false => System::Unknown,
        };
        system.how_to_install(Missing::Clippy)
    }
}

/// A `rustc` that was asked something.
struct Asked {
    /// Its arguments.
    question: String,
    /// It and all that it starts.
    group: Option<Pid>,
    answer: Receiver<std::io::Result<Output>>,
}

impl Asked {
    fn rustc(dir: &Path, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new("rustc");
        command
            .args(arguments)
            .current_dir(dir)
            .process_group(0)
            .stdin(Stdio::null());
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let child = child.context(
            "no Rust compiler was found: `rustc` cannot be started\n\
             Install Rust from https://rustup.rs, open a new terminal, and start again.",
        )?;
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let (done, answer) = channel();
        std::thread::spawn(move || {
            let _nobody_waits = done.send(child.wait_with_output());
        });
        Ok(Self {
            question: format!("rustc {}", arguments.join(" ")),
            group,
            answer,
        })
    }

    fn answer(self) -> Result<String> {
        let Ok(output) = self.answer.recv_timeout(PATIENCE) else {
            // Nobody has waited for its end, so its number is still its own.
            let _gone = self
                .group
                .map(|group| kill_process_group(group, Signal::KILL));
            return Err(no_answer(&self.question));
        };
        let output = output?;
        if !output.status.success() {
            bail!(
                "`rustc` does not work here:\n{}\n\
                 To see it yourself: rustc -vV",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// What to say of a tool that does not say its version in time; rustup's names hang so.
pub(super) fn no_answer(question: &str) -> anyhow::Error {
    anyhow!(
        "`{question}` gave no answer in {} seconds\n\
         If rustup provides it, it may be installing a toolchain, or waiting for the network.\n\
         Run that yourself, wait for its end or fix what it says, and start again.",
        PATIENCE.as_secs()
    )
}

#[cfg(test)]
mod tests {
    use super::Place;
    use std::fs;

    #[test]
    fn only_the_courses_own_file_names_the_toolchain() {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().join("course");
        fs::create_dir(&root).unwrap();
        let none = Place::found(&root, true, false);
        assert_eq!((&none.folder, none.notice(&root)), (&root, None));

        fs::write(above.path().join("rust-toolchain"), "nightly").unwrap();
        let of_a_folder_above = Place::found(&root, true, false);
        assert!(!of_a_folder_above.folder.starts_with(above.path()));
        let notice = of_a_folder_above.notice(&root).unwrap();
        assert!(notice.ends_with("/rust-toolchain is not part of the course and is ignored."));

        fs::write(root.join("rust-toolchain.toml"), "").unwrap();
        assert_eq!(Place::found(&root, true, false).folder, root);
        assert_eq!(Place::found(&root, false, true).folder, root);
        let of_the_learner = Place::found(&root, false, false);
        assert!(!of_the_learner.folder.starts_with(above.path()));
        assert_eq!(
            of_the_learner.notice(&root).as_deref(),
            Some("rust-toolchain.toml here is not part of the course and is ignored.")
        );
    }
}
