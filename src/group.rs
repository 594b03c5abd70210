//! A child process together with everything that it starts: ended as one.
//!
//! The compiler starts a linker, a learner's program may start anything; a new save must stop
//! all of it at once. Nothing of it outlives its end, and nothing of it outlives this program:
//!
//! - its processes are a process group, which is killed as one;
//! - what has left the group carries the group's [`mark`], and becomes our child when it loses its parent;
//! - should we be killed, the [`warden`] ends both.

#[cfg(not(target_os = "linux"))]
#[path = "group/elsewhere.rs"]
mod system;
#[cfg(target_os = "linux")]
#[path = "group/linux.rs"]
mod system;

pub mod family;
mod mark;
mod warden;

use family::Family;
use mark::Mark;
use rustix::process::{Pid, Signal, kill_process_group, setpriority_pgrp};
use std::io;
use std::process::{ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use system::Remains;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};

/// What cannot be ended in this time is left to the warden.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long what was killed takes to be dead.
const DYING: Duration = Duration::from_millis(1);

/// A running process group. Dropping it kills every process in it.
pub struct Group {
    child: Child,
    mark: Mark,
    /// None once the leader was reaped: its number may then belong to somebody else.
    leader: Option<Pid>,
    /// None once nothing is left of it.
    remains: Option<(Pid, Remains)>,
}

impl Group {
    /// Starts `command` as the leader of a group of its own.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        system::adopt_orphans();
        let mark = Mark::fresh();
        command.env(mark::VARIABLE, mark.to_string());
        let announced = warden::announce();
        let child = command.process_group(0).spawn()?;
        let leader = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw);
        if let Some(leader) = leader {
            announced.started(leader);
        }
        let remains = leader.map(|leader| (leader, Remains::of(leader, mark)));
        Ok(Self {
            child,
            mark,
            leader,
            remains,
        })
    }

    /// The leader, to take its pipes from.
    pub fn leader(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Its processes, to look at while it is on.
    #[must_use]
    pub fn family(&self) -> Family {
        Family {
            leader: self.leader,
            mark: self.mark,
        }
    }

    /// From here on an allocation of the leader, or of what it starts, past `bytes` fails, where the system lets
    /// one process limit another. Counted is what each can write to, as a check program counts.
    pub fn limit_memory(&self, bytes: u64) {
        #[cfg(target_os = "linux")]
        self.limit(rustix::process::Resource::Data, bytes, bytes);
        #[cfg(not(target_os = "linux"))]
        let _unlimited = bytes;
    }

    /// From here on the leader, and each process that it starts, is ended by a signal of its own (`SIGXCPU`) when
    /// a processor has worked for it for so many `seconds`, where the system lets one process limit another.
    pub fn limit_processor_time(&self, seconds: u64) {
        #[cfg(target_os = "linux")]
        // Somewhat later it is killed, whatever it makes of the signal.
        self.limit(rustix::process::Resource::Cpu, seconds, seconds + 5);
        #[cfg(not(target_os = "linux"))]
        let _unlimited = seconds;
    }

    #[cfg(target_os = "linux")]
    fn limit(&self, resource: rustix::process::Resource, current: u64, maximum: u64) {
        use rustix::process::{Rlimit, prlimit};
        let limit = Rlimit {
            current: Some(current),
            maximum: Some(maximum),
        };
        // One that has ended already needs no limit.
        let _gone = self
            .leader
            .map(|leader| prlimit(Some(leader), resource, limit));
    }

    /// From here on the group works when the machine has nothing better to do.
    pub fn let_others_go_first(&self) {
        const NICE: i32 = 15;
        // A system that does not let us is one that shares the machine in its own way.
        let _unchanged = self
            .leader
            .map(|leader| setpriority_pgrp(Some(leader), NICE));
    }

    /// Waits for the leader to end, then ends what it left behind, in the group or not.
    ///
    /// # Errors
    /// When the system cannot say how it ended.
    pub async fn wait(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait().await;
        // A group lives as long as any of its members, so its number is still theirs; when it
        // has none, the kill finds nobody.
        self.kill();
        self.leader = None;
        if let Some((leader, remains)) = &mut self.remains {
            let end = Instant::now() + PATIENCE;
            while !remains.are_gone() {
                if Instant::now() > end {
                    return status;
                }
                tokio::time::sleep(DYING).await;
            }
            warden::forget(*leader);
        }
        self.remains = None;
        status
    }

    /// Ends every process of the group now, and waits until all are gone.
    pub async fn end(&mut self) {
        self.kill();
        // How it ended is known: we ended it. A process that the system itself keeps is not waited for.
        let _ended = tokio::time::timeout(2 * PATIENCE, self.wait()).await;
    }

    /// Ends every process of the group now.
    fn kill(&mut self) {
        if let Some(leader) = self.leader {
            let _gone = kill_process_group(leader, Signal::KILL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
        if let Some((leader, mut remains)) = self.remains.take() {
            let is_dead = self.leader.is_none();
            // The one that drops it has other things to do. When the program ends before this is done, or there
            // is no thread to be had, the warden does it.
            let _later = thread::Builder::new().spawn(move || {
                if !is_dead {
                    wait_for_death(leader);
                }
                let end = Instant::now() + PATIENCE;
                while !remains.are_gone() {
                    if Instant::now() > end {
                        return;
                    }
                    thread::sleep(DYING);
                }
                warden::forget(leader);
            });
        }
    }
}

/// Waits until `process`, which was killed, is dead, and leaves it to its owner to be reaped.
fn wait_for_death(process: Pid) {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    let dead = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    // An error means that it was reaped already.
    while let Err(rustix::io::Errno::INTR) = waitid(WaitId::Pid(process), dead) {}
}

/// Runs `command` as a group of its own, with nothing to read, and returns all that it leaves. Dropped, it ends
/// the group.
///
/// # Errors
/// When the program cannot be started, or what it prints cannot be read.
pub async fn output_of(command: &mut Command) -> io::Result<Output> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut group = Group::start(command)?;
    let (out, err) = (group.child.stdout.take(), group.child.stderr.take());
    let (stdout, stderr, status) = tokio::join!(all_of(out), all_of(err), group.wait());
    Ok(Output {
        status: status?,
        stdout: stdout?,
        stderr: stderr?,
    })
}

async fn all_of(pipe: Option<impl AsyncRead + Unpin>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
