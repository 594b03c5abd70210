//! The processes of a group that is on, and all that they have started, also what has left the group: how many
//! they are, and what they use. Known on Linux only; elsewhere there is one, which uses nothing.

use super::mark::Mark;
use super::system;
use rustix::process::Pid;

/// All processes that are in one group at the time.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    pub(super) leader: Option<Pid>,
    pub(super) mark: Mark,
}

/// The processes that there were at one time.
#[derive(Debug)]
pub struct Members(Vec<Pid>);

impl Family {
    /// Those that there are now; not many more than `most`.
    #[must_use]
    pub fn members(self, most: usize) -> Members {
        Members(match self.leader {
            Some(leader) => system::members(leader, self.mark, most),
            None => Vec::new(),
        })
    }

    /// How long they have worked, in a unit of the system's. To be compared with an earlier answer.
    #[must_use]
    pub fn worked(self) -> u64 {
        system::processor_time_of(&self.members(usize::MAX).0)
    }
}

impl Members {
    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether they have more than `bytes` of memory that is no file's.
    #[must_use]
    pub fn have_more_than(&self, bytes: u64) -> bool {
        // What is shared is counted for each, until it matters.
        system::memory_of(&self.0) > bytes && system::exact_memory_of(&self.0) > bytes
    }
}
