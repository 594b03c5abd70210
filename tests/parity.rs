//! Each Python original prints what its solution prints.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::process::{Command, Output};

/// Which Python runs the originals; `.ci/run` names one in which their packages are installed.
const PYTHON: &str = "ASYNCLINGS_PYTHON";

#[test]
fn every_original_prints_the_same_lines_as_its_solution() {
    let named = env::var_os(PYTHON);
    let python = named.clone().unwrap_or_else(|| OsString::from("python3"));
    let output = parity(&python);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    // 3: this Python cannot run them. Only where nobody has promised one is that no failure.
    if output.status.code() == Some(3) && named.is_none() {
        let loud = format!("\n*** NOT RUN: the Python originals. ***\n{said}\n");
        // Past the test harness, which would swallow it.
        let _closed = std::io::stderr().write_all(loud.as_bytes());
        return;
    }
    assert!(output.status.success(), "{said}");
    assert!(said.contains(" originals compared, 0 differ"), "{said}");
    assert!(!said.starts_with("0 "), "{said}");
}

#[test]
fn without_python_it_is_said_that_the_originals_were_not_run() {
    let output = parity(&"no-such-python".into());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("the Python originals were not run"), "{said}");
    assert!(said.contains("python/requirements.txt"), "{said}");
}

fn parity(python: &OsString) -> Output {
    Command::new(env!("CARGO_BIN_EXE_asynclings"))
        .args(["dev", "parity", "--course", env!("CARGO_MANIFEST_DIR")])
        .arg("--python")
        .arg(python)
        .output()
        .unwrap()
}
