//! The mark of a group: a variable in the environment of all its processes, so that one which has left the
//! group can be told from everybody else's.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The variable.
pub(super) const VARIABLE: &str = "ASYNCLINGS_GROUP";

/// Of this program alone: another one's processes are not ours to end.
static OURS: LazyLock<String> =
    LazyLock::new(|| format!("{:016x}", RandomState::new().hash_one(std::process::id())));

/// The mark of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u64);

impl Mark {
    /// One that no other group has.
    pub(super) fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether it is in `environment`, as the system keeps that: each variable ends with a zero.
    #[cfg(target_os = "linux")]
    pub(super) fn is_in(self, environment: &[u8]) -> bool {
        let sought = format!("{VARIABLE}={self}");
        environment
            .split(|byte| *byte == 0)
            .any(|variable| variable == sought.as_bytes())
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", *OURS, self.0)
    }
}

/// How the marks of all groups of this program begin, with the variable.
pub(super) fn beginning() -> String {
    format!("{VARIABLE}={}.", *OURS)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::{Mark, VARIABLE};

    #[test]
    fn a_mark_is_found_among_other_variables_and_no_longer_one_is_taken_for_it() {
        let mark = Mark::fresh();
        assert!(mark.is_in(format!("A=b\0{VARIABLE}={mark}\0C=d\0").as_bytes()));
        assert!(!mark.is_in(format!("A=b\0{VARIABLE}={mark}1\0").as_bytes()));
        assert!(!mark.is_in(b""));
    }
}
