//! Compilers and linkers, called while a kit is made.

use super::Toolchain;
use crate::build::environment;
use crate::group::output_of;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Output;
use tokio::process::Command;

/// A call of the compiler for the crate `name` in the file `source`, in the folder where that lies.
pub(super) fn rustc(toolchain: &Toolchain, name: &str, source: &Path) -> Command {
    let mut rustc = Command::new(&toolchain.rustc);
    environment::of_compiler(rustc.as_std_mut());
    // It writes what it makes on the way next to where it is.
    rustc.current_dir(source.parent().unwrap_or(source));
    rustc
        .args([
            "--edition",
            "2024",
            "--crate-name",
            name,
            "-Cprefer-dynamic",
        ])
        .arg(source);
    rustc
}

/// What the command prints; an error when it fails.
pub(super) async fn succeeds(command: &mut Command) -> Result<String> {
    let ran = ran(command).await?;
    Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
}

/// All that the command leaves; an error when it fails.
pub(super) async fn ran(command: &mut Command) -> Result<Output> {
    let ran = output_of(command).await?;
    if !ran.status.success() {
        bail!(
            "{:?} failed: {}",
            command.as_std().get_program(),
            String::from_utf8_lossy(&ran.stderr)
        );
    }
    Ok(ran)
}

/// A path as a word of a command line.
pub(super) fn text(path: &Path) -> Result<String> {
    let text = path.to_str().context("a path that is no text")?;
    Ok(text.to_owned())
}
