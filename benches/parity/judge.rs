//! The two programs, each asked to judge every exercise of a folder.

use anyhow::{Context, Result, bail};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where rustlings keeps what is done.
const STATE: &str = ".rustlings-state.txt";

/// A program that judges.
#[derive(Debug)]
pub(crate) enum Judge {
    Rustlings(PathBuf),
    Asynclings(PathBuf),
}

impl Judge {
    /// The rustlings at `program`.
    pub(crate) fn rustlings(program: &Path) -> Result<Self> {
        let program = fs::canonicalize(program)
            .with_context(|| format!("there is no program {}", program.display()))?;
        let version = Command::new(&program).arg("--version").output()?;
        let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
        println!("asynclings {} and {version}\n", env!("CARGO_PKG_VERSION"));
        Ok(Self::Rustlings(program))
    }

    /// The asynclings at `program`.
    pub(crate) fn asynclings(program: &Path) -> Result<Self> {
        let program = fs::canonicalize(program)
            .with_context(|| format!("there is no program {}", program.display()))?;
        Ok(Self::Asynclings(program))
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Rustlings(_) => "rustlings",
            Self::Asynclings(_) => "asynclings",
        }
    }

    /// Which of `exercises` pass in `folder`.
    pub(crate) fn passed(&self, folder: &Path, exercises: &[String]) -> Result<BTreeSet<String>> {
        match self {
            Self::Rustlings(program) => by_rustlings(program, folder, exercises),
            Self::Asynclings(program) => by_asynclings(program, folder),
        }
    }
}

fn by_rustlings(program: &Path, folder: &Path, exercises: &[String]) -> Result<BTreeSet<String>> {
    let state = folder.join(STATE);
    let first = exercises.first().context("there are no exercises")?;
    // With a state there is no welcome, which would wait for a key.
    fs::write(&state, format!("DON'T EDIT THIS FILE!\n\n{first}\n\n"))?;
    let size = PtySize {
        rows: 60,
        cols: 100,
        ..PtySize::default()
    };
    let pty = native_pty_system().openpty(size)?;
    let mut command = CommandBuilder::new(program);
    command.arg("check-all");
    command.cwd(folder);
    command.env("TERM", "xterm-256color");
    command.env("RUSTFLAGS", "");
    let mut child = pty.slave.spawn_command(command)?;
    drop(pty.slave);
    let mut said = Vec::new();
    // A terminal that its program has left cannot be read any further, and says so as an error.
    let _over = pty.master.try_clone_reader()?.read_to_end(&mut said);
    child.wait()?;
    let lines = fs::read_to_string(&state)?;
    let done: BTreeSet<String> = lines.lines().skip(4).map(str::to_owned).collect();
    let said = String::from_utf8_lossy(&said);
    if !said.contains("Progress") && done.is_empty() {
        bail!("rustlings did not judge:\n{said}");
    }
    Ok(done)
}

fn by_asynclings(program: &Path, folder: &Path) -> Result<BTreeSet<String>> {
    let output = Command::new(program)
        .args(["check-all", "--json"])
        .current_dir(folder)
        .output()?;
    let mut passed = BTreeSet::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        if let (Some(name), Some("passed")) =
            (record["exercise"].as_str(), record["verdict"].as_str())
        {
            passed.insert(name.to_owned());
        }
    }
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!(
            "asynclings did not judge:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(passed)
}
