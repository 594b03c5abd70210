//! Gathers what travels inside the program: the course (without its mistakes, and with the
//! pristine `starters/` in place of `exercises/`, which a learner edits) and
//! the sources of the crates that every check program is linked with, and of the one that measures
//! runtimes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What is embedded; a folder stands for every file below it.
const EMBEDDED: [&str; 11] = [
    "info.toml",
    "starters",
    "Cargo.lock",
    "exercises/Cargo.toml",
    "checks",
    "solutions",
    "python",
    "report",
    "probe",
    "workload",
    "Cargo.toml",
];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for entry in EMBEDDED {
        let path = root.join(entry);
        // Cargo takes a path that is not there for one that has changed, at each build.
        if path.exists() {
            println!("cargo::rerun-if-changed={entry}");
            gather(&path, &mut files)?;
        }
    }
    files.sort();
    let mut code = String::from("/// Path from the root of the repository, and text.\n");
    code.push_str("pub(super) static FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file);
        let name = name.to_string_lossy().replace('\\', "/");
        let _infallible = writeln!(code, "    ({name:?}, include_str!({file:?})),");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("embedded.rs"), code)
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), files)?;
        }
    }
    Ok(())
}
