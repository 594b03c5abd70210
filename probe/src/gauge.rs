//! **gauge**: how many at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts who is inside; clones count together.
///
/// ```
/// let gauge = probe::gauge::Gauge::default();
/// let (one, two) = (gauge.enter(), gauge.enter());
/// drop((one, two));
/// assert_eq!((gauge.inside(), gauge.most()), (0, 2));
/// ```
#[derive(Clone, Default)]
pub struct Gauge {
    level: Arc<Mutex<Level>>,
}

#[derive(Default)]
struct Level {
    inside: u64,
    most: u64,
    entered: u64,
}

/// Inside until dropped.
#[must_use = "dropping it at once counts nobody"]
pub struct Inside(Gauge);

impl Gauge {
    /// One more is inside, until what is returned is dropped.
    pub fn enter(&self) -> Inside {
        let mut level = self.level();
        level.entered += 1;
        level.inside += 1;
        level.most = level.most.max(level.inside);
        Inside(self.clone())
    }

    /// How many are inside now.
    #[must_use]
    pub fn inside(&self) -> u64 {
        self.level().inside
    }

    /// The most that were inside at one moment.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.level().most
    }

    /// How many have entered so far.
    #[must_use]
    pub fn entered(&self) -> u64 {
        self.level().entered
    }

    fn level(&self) -> MutexGuard<'_, Level> {
        self.level.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.level().inside -= 1;
    }
}
