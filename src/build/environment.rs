//! Which variables of a learner's shell are kept from compilers and from cargo: they would change what is
//! compiled, or how it is reported.

use std::ffi::OsString;
use std::process::Command;

/// Variables whose names begin so change what a compiler does.
const OF_COMPILERS: [&str; 3] = ["RUSTC_", "CLIPPY_", "__CLIPPY"];

/// These too: cargo sets some for what it starts, and a compiler that finds them thinks that cargo
/// started it.
const BY_NAME: [&str; 6] = [
    "CARGO",
    "CARGO_MANIFEST_DIR",
    "RUSTFLAGS",
    "RUSTDOCFLAGS",
    "RUST_LOG",
    "SYSROOT",
];

/// Variables whose names begin so are cargo's settings for what it compiles. Where it gets the sources
/// from stays the learner's affair: `CARGO_HTTP_*`, `CARGO_NET_*`, `CARGO_REGISTRIES_*`, `CARGO_SOURCE_*`.
const OF_CARGO: [&str; 7] = [
    "CARGO_BUILD_",
    "CARGO_ENCODED_",
    "CARGO_INCREMENTAL",
    "CARGO_PROFILE_",
    "CARGO_TARGET_",
    "CARGO_TERM_",
    "CARGO_UNSTABLE_",
];

/// How much of the machine cargo may use changes nothing that is compiled.
const JOBS: &str = "CARGO_BUILD_JOBS";

/// Keeps from a compiler what is not meant for it.
pub(super) fn of_compiler(command: &mut Command) {
    remove(command, is_of_compilers);
    // A compiler that panics would leave a file in the learner's folder.
    command.env("RUSTC_ICE", "0");
}

/// Keeps from cargo, and from the compilers that it starts, what is not meant for them.
pub(super) fn of_cargo(command: &mut Command) {
    remove(command, |name| {
        let is_setting = OF_CARGO.iter().any(|start| name.starts_with(start));
        is_of_compilers(name) || is_setting && name != JOBS
    });
    // Empty, they also hide those of a config file.
    for name in ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"] {
        command.env(name, "");
    }
    // Beats the settings of a profile.
    command.env("CARGO_INCREMENTAL", "0");
}

fn is_of_compilers(name: &str) -> bool {
    BY_NAME.contains(&name) || OF_COMPILERS.iter().any(|start| name.starts_with(start))
}

fn remove(command: &mut Command, is_unwanted: impl Fn(&str) -> bool) {
    let unwanted: Vec<OsString> = std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.to_str().is_some_and(&is_unwanted))
        .collect();
    for name in unwanted {
        command.env_remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::{OF_CARGO, is_of_compilers};

    #[test]
    fn what_changes_a_compiler_is_told_from_what_does_not() {
        for name in ["RUSTC_WRAPPER", "CLIPPY_ARGS", "RUSTFLAGS", "RUSTC_LOG"] {
            assert!(is_of_compilers(name), "{name}");
        }
        for name in [
            "RUST_MIN_STACK",
            "RUST_BACKTRACE",
            "LD_LIBRARY_PATH",
            "RUSTUP_TOOLCHAIN",
        ] {
            assert!(!is_of_compilers(name), "{name}");
        }
    }

    #[test]
    fn where_sources_come_from_stays_the_learners_affair() {
        for name in [
            "CARGO_HTTP_PROXY",
            "CARGO_NET_OFFLINE",
            "CARGO_REGISTRIES_A_INDEX",
            "CARGO_HOME",
        ] {
            assert!(
                !OF_CARGO.iter().any(|start| name.starts_with(start)),
                "{name}"
            );
        }
    }
}
