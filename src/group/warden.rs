//! The warden: a process that ends what this program has left running, should the program be killed.
//!
//! A killed program ends nothing itself. So a shell waits at the end of a pipe for the program to be gone,
//! however that comes, and knows from the pipe which groups there are. It is a shell, and not this program
//! again, because an upgraded program is no longer where it was started from.

use super::mark;
use rustix::process::Pid;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

const SCRIPT: &str = include_str!("warden.sh");

/// A group between its announcement and its start.
const NEW: &str = "new";

static WARDEN: Mutex<Warden> = Mutex::new(Warden {
    process: None,
    has_failed: false,
    announced: 0,
    groups: Vec::new(),
});

struct Warden {
    process: Option<Child>,
    /// This machine has no shell: everything goes on without a warden.
    has_failed: bool,
    /// How many groups are about to start.
    announced: usize,
    /// The groups that are on, by their leaders.
    groups: Vec<Pid>,
}

/// A group that is about to start: whatever happens from here on, the warden looks for it.
pub(super) struct Announced(());

/// Announces a group.
pub(super) fn announce() -> Announced {
    let mut warden = lock();
    warden.announced += 1;
    warden.tell(&format!("+ {NEW}\n"));
    Announced(())
}

impl Announced {
    /// It has started, and this is its leader.
    pub(super) fn started(self, leader: Pid) {
        let mut warden = lock();
        warden.announced -= 1;
        warden.groups.push(leader);
        warden.tell(&format!("{}- {NEW}\n", is_on(&leader)));
        std::mem::forget(self);
    }
}

impl Drop for Announced {
    fn drop(&mut self) {
        let mut warden = lock();
        warden.announced -= 1;
        warden.tell(&format!("- {NEW}\n"));
    }
}

/// Nothing is left of the group of this leader.
pub(super) fn forget(leader: Pid) {
    let mut warden = lock();
    warden.groups.retain(|known| *known != leader);
    warden.tell(&format!("- {}\n", leader.as_raw_nonzero()));
}

/// Whether `process` leads a group of ours.
#[cfg(target_os = "linux")]
pub(super) fn knows(process: Pid) -> bool {
    let warden = lock();
    let itself = warden.process.as_ref().map(Child::id);
    let is_itself = itself == u32::try_from(process.as_raw_nonzero().get()).ok();
    is_itself || warden.groups.contains(&process)
}

fn is_on(leader: &Pid) -> String {
    format!("+ {}\n", leader.as_raw_nonzero())
}

fn lock() -> MutexGuard<'static, Warden> {
    // What a thread was telling when it panicked was whole.
    WARDEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Warden {
    /// Tells of a `change`, which `self` knows already. Where nobody hears it, another warden is started and
    /// told everything.
    fn tell(&mut self, change: &str) {
        if self.has_failed || self.write(change).is_ok() {
            return;
        }
        let everything: String = std::iter::repeat_n(format!("+ {NEW}\n"), self.announced)
            .chain(self.groups.iter().map(is_on))
            .collect();
        self.has_failed = self.start().and_then(|()| self.write(&everything)).is_err();
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        let pipe = self
            .process
            .as_mut()
            .and_then(|process| process.stdin.as_mut());
        match pipe {
            Some(pipe) => pipe.write_all(text.as_bytes()),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn start(&mut self) -> io::Result<()> {
        if let Some(mut before) = self.process.take() {
            before.kill()?;
            before.wait()?;
        }
        let mut process = Command::new("sh")
            .args(["-c", SCRIPT, "asynclings-warden", &mark::beginning()])
            // Without a mark of its own, and without what would have a shell run something else first.
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            // No folder is held by it, and no key of the terminal reaches it.
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(pipe) = &mut process.stdin {
            // One that was stopped must not stop us: it is as good as gone.
            rustix::io::ioctl_fionbio(pipe, true)?;
        }
        self.process = Some(process);
        Ok(())
    }
}

/// The process that is the warden now.
#[cfg(test)]
#[cfg(target_os = "linux")]
pub(super) fn process() -> Option<Pid> {
    let id = lock().process.as_ref().map(Child::id)?;
    Pid::from_raw(i32::try_from(id).ok()?)
}
