//! **hook**: what the learner's code calls, seen from the check's side.
//!
//! A check hands closures to the exercise; each calls a hook. The hook counts, knows from which
//! threads it was called, and how often within one single poll, which tells a loop that never
//! gives way from one that does.

use crate::run::PollWatch;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// A place that the learner's code passes; clones count together.
#[derive(Clone)]
pub struct Hook {
    record: Arc<Mutex<Record>>,
    polls: PollWatch,
}

#[derive(Default)]
struct Record {
    calls: u64,
    threads: HashSet<ThreadId>,
    poll: u64,
    in_this_poll: u64,
    most_in_one_poll: u64,
    in_each_poll: Vec<u64>,
}

impl Hook {
    pub(crate) fn new(polls: PollWatch) -> Self {
        Self {
            record: Arc::default(),
            polls,
        }
    }

    /// Passes here.
    pub fn call(&self) {
        let poll = self.polls.count();
        let mut record = self.record();
        record.calls += 1;
        record.threads.insert(thread::current().id());
        if record.poll != poll {
            record.poll = poll;
            record.in_this_poll = 0;
            record.in_each_poll.push(0);
        }
        record.in_this_poll += 1;
        if let Some(last) = record.in_each_poll.last_mut() {
            *last += 1;
        }
        record.most_in_one_poll = record.most_in_one_poll.max(record.in_this_poll);
    }

    /// How often it was passed.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.record().calls
    }

    /// From how many threads.
    #[must_use]
    pub fn threads(&self) -> u64 {
        self.record().threads.len() as u64
    }

    /// The most calls within a single poll: so many without giving way.
    #[must_use]
    pub fn most_in_one_poll(&self) -> u64 {
        self.record().most_in_one_poll
    }

    /// How many calls there were in each poll that had any.
    #[must_use]
    pub fn in_each_poll(&self) -> Vec<u64> {
        self.record().in_each_poll.clone()
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts the drops of the [`Canary`]s it gave out.
#[derive(Clone, Default)]
pub struct Drops(Arc<AtomicU64>);

/// A value that tells when it is dropped.
pub struct Canary(Drops);

impl Drops {
    /// One more to watch.
    #[must_use]
    pub fn canary(&self) -> Canary {
        Canary(self.clone())
    }

    /// How many have been dropped.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        self.0.0.fetch_add(1, Ordering::Relaxed);
    }
}
