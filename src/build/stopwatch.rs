//! Where the time of one attempt goes, phase by phase; phases may overlap.

use crate::verdict::Phase;
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// Runs from when it is made.
#[derive(Debug)]
pub struct Stopwatch {
    began: Instant,
    phases: RefCell<Vec<Phase>>,
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            phases: RefCell::default(),
        }
    }
}

impl Stopwatch {
    /// `future`, noted as the phase `name` once it is over.
    pub async fn time<F: Future>(&self, name: &'static str, future: F) -> F::Output {
        let from = self.began.elapsed();
        let output = future.await;
        let to = self.began.elapsed();
        self.phases.borrow_mut().push(Phase { name, from, to });
        output
    }

    /// Notes a phase that has lasted since the beginning.
    pub fn lap(&self, name: &'static str) {
        let from = Duration::ZERO;
        let to = self.began.elapsed();
        self.phases.borrow_mut().push(Phase { name, from, to });
    }

    /// Since the beginning.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// All phases so far, in the order in which they began.
    #[must_use]
    pub fn phases(&self) -> Vec<Phase> {
        let mut phases = self.phases.borrow().clone();
        phases.sort_by_key(|phase| (phase.from, phase.to));
        phases
    }
}

#[cfg(test)]
mod tests {
    use super::Stopwatch;

    #[tokio::test]
    async fn phases_stand_in_the_order_in_which_they_began() {
        let watch = Stopwatch::default();
        let inner = watch.time("inner", async { watch.lap("a lap") });
        watch.time("outer", inner).await;
        let names: Vec<_> = watch.phases().iter().map(|phase| phase.name).collect();
        assert_eq!(names, ["a lap", "outer", "inner"]);
    }
}
