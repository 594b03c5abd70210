//! Where everything is laid, and the rustlings that is compared with.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rustlings that is compared with.
const VERSION: &str = "6.5.0";

/// The folder of this benchmark, and the programs.
#[derive(Debug)]
pub(crate) struct Ground {
    /// Below this, and nowhere else, is written.
    pub(crate) root: PathBuf,
    /// The other program.
    pub(crate) rustlings: PathBuf,
}

impl Ground {
    /// Makes the folder, and installs rustlings there unless it is installed or `given`. Fetches the
    /// sources of all dependencies, so that no part of the comparison is about the network.
    pub(crate) fn prepare(given: Option<&Path>) -> Result<Self> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        let root = target
            .context("cargo names no target folder; run `cargo bench --bench against_rustlings`")?
            .join("against_rustlings");
        fs::create_dir_all(&root).with_context(|| {
            let root = root.display();
            format!("{root} cannot be made; make its folder writable, or set CARGO_TARGET_DIR")
        })?;
        let rustlings = match given {
            Some(program) => std::path::absolute(program)?,
            None => installed(&root)?,
        };
        let version = said_by(Command::new(&rustlings).arg("--version"))?;
        if version.trim() != format!("rustlings {VERSION}") {
            bail!(
                "{} is {}, and rustlings {VERSION} is what is compared with\n\
                 Leave out --rustlings to have that one installed.",
                rustlings.display(),
                version.trim()
            );
        }
        said_by(
            Command::new("cargo")
                .args(["fetch", "--locked", "--quiet"])
                .current_dir(env!("CARGO_MANIFEST_DIR")),
        )?;
        Ok(Self { root, rustlings })
    }

    /// What was compared on what machine, in one line.
    pub(crate) fn description(&self) -> Result<String> {
        let compiler = said_by(Command::new("rustc").arg("--version"))?;
        let cores = std::thread::available_parallelism()?;
        Ok(format!(
            "asynclings {} and rustlings {VERSION}; {}, {cores} cores, {} {}",
            env!("CARGO_PKG_VERSION"),
            compiler.trim(),
            std::env::consts::ARCH,
            std::env::consts::OS
        ))
    }
}

/// rustlings below `root`, installed now if need be.
fn installed(root: &Path) -> Result<PathBuf> {
    let folder = root.join("installed");
    let program = folder.join("bin/rustlings");
    if !program.is_file() {
        eprintln!("installing rustlings {VERSION}, once …");
        let mut install = Command::new("cargo");
        install
            .args(["install", "rustlings", "--version", VERSION, "--locked"])
            .arg("--root")
            .arg(&folder)
            .arg("--target-dir")
            .arg(root.join("installing"))
            // This repository's cfgs are not meant for it.
            .env("RUSTFLAGS", "")
            .current_dir(root);
        let status = install.status().context("cargo cannot be started")?;
        if !status.success() {
            bail!(
                "rustlings {VERSION} could not be installed; cargo says why above\n\
                 Where there is no network, name one that is there: -- --rustlings PROGRAM"
            );
        }
    }
    Ok(program)
}

/// What `command` prints.
pub(crate) fn said_by(command: &mut Command) -> Result<String> {
    let name = command.get_program().display().to_string();
    let output = command
        .output()
        .with_context(|| format!("{name} cannot be started; is it installed?"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} failed:\n{}", why.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
