//! **tasks**: which tasks are alive, and where each was spawned.
//!
//! Measured by tokio's task hooks: a task counts from its spawn until its future was dropped.
//! It sees tasks of the check's own runtime only: not threads, not `spawn_blocking`, not the
//! tasks of a runtime that the learner starts. An aborted task is alive until the runtime had a
//! turn to drop it, which is what makes `abort_all` without joining visible.

use crate::timeline::Recorder;
use report::{Place, Task};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Builder;

/// Every task of one check's runtime.
#[derive(Clone, Default)]
pub struct Tasks {
    ledger: Arc<Mutex<Ledger>>,
    recorder: Recorder,
}

#[derive(Default)]
struct Ledger {
    /// By tokio's own number, which only grows: spawn order.
    alive: BTreeMap<u64, Place>,
    spawned: Vec<Place>,
}

impl Tasks {
    /// No task yet; `recorder` hears of each.
    pub(crate) fn new(recorder: Recorder) -> Self {
        Self {
            ledger: Arc::default(),
            recorder,
        }
    }

    /// Counts the tasks of the runtime that `builder` will build.
    pub(crate) fn watch(&self, builder: &mut Builder, polls: &crate::run::PollWatch) {
        let spawn = self.clone();
        let terminate = self.clone();
        let (before, after) = (polls.clone(), polls.clone());
        let polled = self.recorder.clone();
        builder
            .on_task_spawn(move |meta| {
                let at = meta.spawned_at();
                let place = Place {
                    file: at.file().to_owned(),
                    line: at.line(),
                };
                spawn.recorder.task_spawned(number(meta.id()), &place);
                let mut ledger = spawn.ledger();
                ledger.alive.insert(number(meta.id()), place.clone());
                ledger.spawned.push(place);
            })
            .on_before_task_poll(move |meta| before.enter_task(meta.spawned_at()))
            .on_after_task_poll(move |meta| {
                after.leave();
                polled.task_polled(number(meta.id()));
            })
            .on_task_terminate(move |meta| {
                terminate.recorder.task_ended(number(meta.id()));
                terminate.ledger().alive.remove(&number(meta.id()));
            });
    }

    /// The tasks alive now that were spawned in `file`, in spawn order.
    #[must_use]
    pub fn alive_of(&self, file: &str) -> Vec<Task> {
        let ledger = self.ledger();
        of(file, ledger.alive.values())
    }

    /// The same, with the numbers that tokio gave them.
    pub(crate) fn numbered(&self, file: &str) -> Vec<(u64, Task)> {
        let ledger = self.ledger();
        let alive = ledger.alive.iter();
        alive
            .flat_map(|(number, place)| {
                of(file, std::iter::once(place))
                    .pop()
                    .map(|task| (*number, task))
            })
            .collect()
    }

    /// All the tasks that `file` has spawned so far, dead or alive, in spawn order.
    #[must_use]
    pub fn spawned_by(&self, file: &str) -> Vec<Task> {
        let ledger = self.ledger();
        of(file, ledger.spawned.iter())
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of<'a>(file: &str, places: impl Iterator<Item = &'a Place>) -> Vec<Task> {
    places
        .filter(|place| place.file == file)
        .map(|place| Task {
            spawned_at: Some(place.clone()),
            ..Task::default()
        })
        .collect()
}

/// Tokio shows a task's number only as text.
pub(crate) fn number(id: tokio::task::Id) -> u64 {
    id.to_string().parse().unwrap_or(u64::MAX)
}
