//! What happened, in order, each with its time on the runtime's clock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A list that the check's collaborators write and the check reads; clones write to the same.
#[derive(Clone)]
pub struct Journal {
    began: Instant,
    entries: Arc<Mutex<Vec<Entry>>>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, since the journal was opened.
    pub at: Duration,
    /// What, in the check's own words.
    pub what: String,
}

impl Journal {
    /// Opens an empty one: its time zero is now.
    pub(crate) fn open() -> Self {
        Self {
            began: Instant::now(),
            entries: Arc::default(),
        }
    }

    /// Writes what happens now.
    pub fn note(&self, what: impl Into<String>) {
        let entry = Entry {
            at: self.began.elapsed(),
            what: what.into(),
        };
        self.entries_mut().push(entry);
    }

    /// All that was written, without the times.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.entries_mut()
            .iter()
            .map(|entry| entry.what.clone())
            .collect()
    }

    /// When each entry was written.
    #[must_use]
    pub fn times(&self) -> Vec<Duration> {
        self.entries_mut().iter().map(|entry| entry.at).collect()
    }

    /// The times from each entry to the next.
    #[must_use]
    pub fn gaps(&self) -> Vec<Duration> {
        self.times()
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .collect()
    }

    /// All entries.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.entries_mut().clone()
    }

    /// Whether nothing has happened yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries_mut().is_empty()
    }

    fn entries_mut(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
