//! The compilers of this machine, found once and called by their full paths: the names on
//! `PATH` are usually rustup's, which look for the toolchain anew at each call.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A Rust toolchain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// The compiler.
    pub rustc: PathBuf,
    /// The compiler that also lints; none where the clippy component is missing.
    pub clippy_driver: Option<PathBuf>,
    /// All that `rustc -vV` says: two toolchains with the same text build the same.
    pub version: String,
    /// The target triple of this machine.
    pub host: String,
}

impl Toolchain {
    /// Asks the `rustc` that is in force in `dir`.
    ///
    /// # Errors
    /// When there is none; the message says how to get one.
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
            version,
            host,
        })
    }

    /// The folder of what belongs to this machine's target in the toolchain.
    fn of_target(&self) -> Option<PathBuf> {
        let sysroot = self.rustc.parent()?.parent()?;
        Some(sysroot.join("lib/rustlib").join(&self.host))
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
    pub fn complaint(&self) -> Option<&'static str> {
        self.clippy_driver.is_none().then_some(
            "Clippy is missing, so its lints are not checked. To add it: rustup component add clippy",
        )
    }
}

/// A `rustc` that was asked something.
struct Asked(Child);

impl Asked {
    fn rustc(dir: &Path, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new("rustc");
        command
            .args(arguments)
            .current_dir(dir)
            .stdin(Stdio::null());
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        Ok(Self(child.context(
            "no Rust compiler was found: `rustc` cannot be started\n\
             Install Rust from https://rustup.rs, open a new terminal, and start again.",
        )?))
    }

    fn answer(self) -> Result<String> {
        let output = self.0.wait_with_output()?;
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
