//! The shipped course proves itself.

use std::env;
use std::io::Write;
use std::process::Command;

/// Set by whoever has just proved the same course with `dev check`, as `.ci/run` has.
const PROVED: &str = "ASYNCLINGS_COURSE_PROVED";

#[test]
fn every_starter_fails_every_solution_passes_and_every_mistake_is_named() {
    if env::var_os(PROVED).is_some() {
        // Past the test harness, which would swallow it.
        let said = format!("\n*** The course was proved before: {PROVED} is set. ***\n");
        let _closed = std::io::stderr().write_all(said.as_bytes());
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_asynclings"))
        .args(["dev", "check", "--course", env!("CARGO_MANIFEST_DIR")])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
