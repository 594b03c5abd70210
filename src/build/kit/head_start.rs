//! A head start for the compilers that stand by: a library that is loaded into each, and has it take its
//! memory before there is anything to compile.
//!
//! It is compiled once for each kit, and tried. Where that does not work, a compiler takes its memory when it
//! needs it, as ever.

use super::tool::{ran, rustc, succeeds};
use super::{Toolchain, write};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use tokio::process::Command;

const SOURCE: &str = include_str!("head_start/library.rs");

/// How the loader is told of a library that a program does not ask for itself.
pub const VARIABLE: &str = "LD_PRELOAD";

/// Makes the library in `folder`.
///
/// # Errors
/// When it cannot be had on this machine; the message is of use to nobody but us.
pub(super) async fn make(toolchain: &Toolchain, folder: &Path) -> Result<PathBuf> {
    if !toolchain.host.ends_with("-linux-gnu") {
        bail!("the loader of this system is not known");
    }
    let source = folder.join("head_start.rs");
    write(&source, SOURCE)?;
    let library = source.with_extension("so");
    // Alone, and not with a dynamic library of Rust's, which the loader would look for in vain.
    let mut rustc = rustc(toolchain, "head_start", &source);
    rustc.args([
        "-Cprefer-dynamic=no",
        "-Cpanic=abort",
        "-Cstrip=symbols",
        "--crate-type",
        "cdylib",
    ]);
    succeeds(rustc.arg("-o").arg(&library)).await?;
    for compiler in [&toolchain.rustc, toolchain.linting_compiler()] {
        let mut compiler = Command::new(compiler);
        let ran = ran(compiler.arg("-vV").env(VARIABLE, &library)).await?;
        // A library that cannot be loaded the loader complains of, and goes on.
        if !ran.stderr.is_empty() {
            bail!("{}", String::from_utf8_lossy(&ran.stderr));
        }
    }
    Ok(library)
}

#[cfg(test)]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::{Toolchain, VARIABLE, make};
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::fs::{self, File};
    use std::path::Path;
    use std::process::{Command, Stdio};

    /// The most memory, in bytes, that a compiler had until it reads its arguments from a file.
    fn most_memory(toolchain: &Toolchain, folder: &Path, library: Option<&Path>) -> u64 {
        let pipe = folder.join("arguments");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let mut compiler = Command::new(&toolchain.rustc);
        compiler.arg(format!("@{}", pipe.display()));
        compiler.envs(library.map(|library| (VARIABLE, library)));
        let silent = compiler.stdout(Stdio::null()).stderr(Stdio::null());
        let mut compiler = silent.spawn().unwrap();
        // Opened as soon as the other side is.
        let arguments = File::options().write(true).open(&pipe).unwrap();
        let status = fs::read_to_string(format!("/proc/{}/status", compiler.id())).unwrap();
        drop(arguments);
        compiler.wait().unwrap();
        fs::remove_file(&pipe).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
        kilobytes.parse::<u64>().unwrap() * 1024
    }

    #[tokio::test]
    async fn a_compiler_has_its_memory_before_it_reads_what_to_compile() {
        let folder = tempfile::tempdir().unwrap();
        let toolchain = Toolchain::detect(folder.path()).unwrap();
        let library = make(&toolchain, folder.path()).await.unwrap();
        let without = most_memory(&toolchain, folder.path(), None);
        let with = most_memory(&toolchain, folder.path(), Some(&library));
        assert!(with > without + (40 << 20), "{without} bytes, then {with}");
    }
}
