//! A child process together with everything that it starts: ended as one.
//!
//! The compiler starts a linker, a learner's program may start anything; a new save must stop
//! all of it at once.

use rustix::process::{Pid, Signal, kill_process_group, setpriority_pgrp};
use std::io;
use std::process::ExitStatus;
use tokio::process::{Child, Command};

/// A running process group. Dropping it kills every process in it.
pub struct Group {
    child: Child,
    /// None once the leader was reaped: its number may then belong to somebody else.
    leader: Option<Pid>,
}

impl Group {
    /// Starts `command` as the leader of a group of its own.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let child = command.process_group(0).spawn()?;
        let leader = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw);
        Ok(Self { child, leader })
    }

    /// The leader, to take its pipes from.
    pub fn leader(&mut self) -> &mut Child {
        &mut self.child
    }

    /// From here on an allocation of the leader past `bytes` fails, where the system lets one
    /// process limit another. Counted is what can be written to, as a check program counts.
    pub fn limit_memory(&self, bytes: u64) {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Resource, Rlimit, prlimit};
            let limit = Rlimit {
                current: Some(bytes),
                maximum: Some(bytes),
            };
            // One that has ended already needs no limit.
            let _gone = self
                .leader
                .map(|leader| prlimit(Some(leader), Resource::Data, limit));
        }
        #[cfg(not(target_os = "linux"))]
        let _unlimited = bytes;
    }

    /// From here on the group works when the machine has nothing better to do.
    pub fn let_others_go_first(&self) {
        const NICE: i32 = 15;
        // A system that does not let us is one that shares the machine in its own way.
        let _unchanged = self
            .leader
            .map(|leader| setpriority_pgrp(Some(leader), NICE));
    }

    /// Waits for the leader to end, then ends what it left behind.
    ///
    /// # Errors
    /// When the system cannot say how it ended.
    pub async fn wait(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait().await;
        // A group lives as long as any of its members, so its number is still theirs; when it
        // has none, the kill finds nobody.
        self.kill();
        self.leader = None;
        status
    }

    /// Ends every process of the group now.
    pub fn kill(&mut self) {
        if let Some(leader) = self.leader {
            let _gone = kill_process_group(leader, Signal::KILL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}
