//! What runs the workload.

use std::io;

/// One of the four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// tokio, all tasks on one thread.
    TokioCurrentThread,
    /// tokio, a worker thread for each processor.
    TokioMultiThread,
    /// smol as it is without settings: one thread for the tasks, one for the reactor.
    Smol,
    /// A thread of the system for each task.
    Threads,
}

/// One with its means.
pub(crate) enum Started {
    Tokio(tokio::runtime::Runtime),
    Smol,
    Threads,
}

impl Runtime {
    pub(crate) const ALL: [Self; 4] = [
        Self::TokioCurrentThread,
        Self::TokioMultiThread,
        Self::Smol,
        Self::Threads,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::TokioCurrentThread => "tokio-current-thread",
            Self::TokioMultiThread => "tokio-multi-thread",
            Self::Smol => "smol",
            Self::Threads => "threads",
        }
    }

    pub(crate) fn start(self) -> io::Result<Started> {
        use tokio::runtime::Builder;
        Ok(match self {
            Self::TokioCurrentThread => {
                Started::Tokio(Builder::new_current_thread().enable_all().build()?)
            }
            Self::TokioMultiThread => {
                Started::Tokio(Builder::new_multi_thread().enable_all().build()?)
            }
            Self::Smol => Started::Smol,
            Self::Threads => Started::Threads,
        })
    }
}
