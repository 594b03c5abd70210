//! The shipped course proves itself.

use std::process::Command;

#[test]
fn every_starter_fails_every_solution_passes_and_every_mistake_is_named() {
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
