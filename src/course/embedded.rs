//! What travels inside the program; `build.rs` gathers it.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files of the repository that were there when the program was built.
pub(super) struct Embedded;

impl Embedded {
    /// The text of `name`, a path from the repository's root.
    pub(super) fn text(name: &str) -> Option<&'static str> {
        let at = FILES.binary_search_by_key(&name, |(path, _)| path).ok()?;
        Some(FILES[at].1)
    }
}

/// The sources of `probe` and `report`, and the workspace manifest that they inherit from:
/// paths from the repository's root, and texts.
pub fn kit_sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| {
        *path == "Cargo.toml" || path.starts_with("probe/") || path.starts_with("report/")
    })
}

/// The sources of the program that measures runtimes, the workspace manifest that it inherits from
/// and the versions that go with it: as [`kit_sources`].
pub fn workload_sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| {
        matches!(*path, "Cargo.toml" | "Cargo.lock") || path.starts_with("workload/")
    })
}

#[cfg(test)]
mod tests {
    use super::{Embedded, kit_sources, workload_sources};

    #[test]
    fn what_travels_is_found_by_its_path() {
        assert!(Embedded::text("info.toml").is_some());
        assert!(Embedded::text("mistakes").is_none());
    }

    #[test]
    fn the_probe_travels_too() {
        let paths: Vec<_> = kit_sources().map(|(path, _)| path).collect();
        assert!(paths.contains(&"probe/src/lib.rs"), "{paths:?}");
    }

    #[test]
    fn what_measures_runtimes_travels_with_the_versions_that_go_with_it() {
        let paths: Vec<_> = workload_sources().map(|(path, _)| path).collect();
        for path in ["Cargo.lock", "workload/Cargo.toml", "workload/src/main.rs"] {
            assert!(paths.contains(&path), "{paths:?}");
        }
    }
}
