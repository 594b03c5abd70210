//! The watcher as a job of a shell: it is stopped, continued and interrupted with its terminal.

use anyhow::{Context, Result, bail};
use rustix::process::{
    Pid, Signal as Kill, WaitId, WaitIdOptions, getpgrp, getpid, getsid,
    kill_current_process_group, kill_process, waitid,
};
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What a terminal or a shell tells its jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Stop, until told to go on.
    Stop,
    /// Go on; who had the terminal meanwhile may have changed it.
    GoOn,
    /// End: a key of the terminal, while it makes signals of keys.
    End,
    /// The window has another size.
    Resized,
}

/// Hears what the job is told.
pub(super) struct Job {
    stop: Signal,
    go_on: Signal,
    interrupt: Signal,
    quit: Signal,
    resized: Signal,
}

impl Job {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            // tokio has no name for it; the number is the system's.
            stop: signal(SignalKind::from_raw(Kill::TSTP.as_raw()))?,
            go_on: signal(SignalKind::from_raw(Kill::CONT.as_raw()))?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            resized: signal(SignalKind::window_change())?,
        })
    }

    /// The next thing that the job is told. Nothing is lost when the wait is dropped.
    pub(super) async fn told(&mut self) -> Told {
        tokio::select! {
            biased;
            _ = self.interrupt.recv() => Told::End,
            _ = self.quit.recv() => Told::End,
            _ = self.stop.recv() => Told::Stop,
            _ = self.go_on.recv() => Told::GoOn,
            _ = self.resized.recv() => Told::Resized,
        }
    }
}

/// Whether there is a shell that can let a stopped job go on.
///
/// # Errors
/// When there is none, with what to do instead.
pub(super) fn has_shell() -> Result<()> {
    // The first program of a terminal has no shell above it.
    if getsid(None).is_ok_and(|session| session == getpgrp()) {
        bail!("There is no shell to go back to. To end the watcher, press q.");
    }
    Ok(())
}

/// Stops this program, and unless it is `alone` all that is part of the same command line. What is told next
/// is to go on.
///
/// # Errors
/// When the system refuses.
pub(super) fn stop(alone: bool) -> Result<()> {
    // SIGTSTP itself is what we listen to.
    let stopped = if alone {
        kill_process(getpid(), Kill::STOP)
    } else {
        kill_current_process_group(Kill::STOP)
    };
    stopped.context("The watcher could not be stopped")
}

/// If the child `editor` has stopped itself and nobody else, the terminal is nobody's: the whole job stops with
/// it, and without a shell it has to go on.
pub(super) fn stop_with(editor: Pid) {
    let is_it = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG;
    if matches!(waitid(WaitId::Pid(editor), is_it), Ok(Some(_))) {
        let stopped = has_shell().and_then(|()| stop(false));
        if stopped.is_err() {
            let _gone = kill_process(editor, Kill::CONT);
        }
    }
}
