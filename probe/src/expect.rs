//! The expectations of a check: each compares one measurement with what must be true. Where they
//! differ, it adds the finding that says how, and returns an error, which ends the check.
//!
//! `what` is a noun phrase from the exercise's story, in lower case: "the three requests".

use crate::bound::{Bound, exactly};
use crate::checked::Checked;
use crate::heartbeat::Heartbeat;
use crate::hook::Hook;
use crate::lab::Lab;
use crate::memory::Memory;
use crate::run::Run;
use report::{Fact, Place, Task};
use std::fmt::Debug;
use std::future::Future;
use std::time::Duration;

/// So much of the missing time must have been spent in real time before we say that the thread
/// slept: enough that a slow machine is not taken for a sleeping one.
const SLEPT: u32 = 2;

impl Lab {
    /// The value is the expected one: [`Fact::WrongValue`].
    pub fn expect_eq<T: Debug + PartialEq<U>, U: Debug>(
        &mut self,
        what: &str,
        got: T,
        expected: U,
    ) -> Checked {
        if got != expected {
            return self.wrong_value(what, &got, &expected);
        }
        Ok(())
    }

    fn wrong_value(&mut self, what: &str, got: &dyn Debug, expected: &dyn Debug) -> Checked {
        self.find(Fact::WrongValue {
            what: what.into(),
            expected: format!("{expected:?}"),
            got: format!("{got:?}"),
        })
    }

    /// The lines are the expected ones, in order: [`Fact::WrongOrder`] when only the order is
    /// wrong, [`Fact::Lost`] when some are missing and the rest is right, else
    /// [`Fact::WrongValue`].
    pub fn expect_lines<T: ToString, U: ToString>(
        &mut self,
        what: &str,
        got: &[T],
        expected: &[U],
    ) -> Checked {
        let got = lines(got.len(), &|at| got[at].to_string());
        let expected = lines(expected.len(), &|at| expected[at].to_string());
        self.compare_lines(what, got, expected)
    }

    /// Compiled once, with the probe, whatever the lines were made from; so are the others below.
    fn compare_lines(&mut self, what: &str, got: Vec<String>, expected: Vec<String>) -> Checked {
        if got == expected {
            return Ok(());
        }
        let what = what.to_owned();
        let missing = without(&expected, &got);
        let extra = without(&got, &expected);
        self.find(if missing.is_empty() && extra.is_empty() {
            Fact::WrongOrder {
                what,
                expected,
                got,
            }
        } else if extra.is_empty() {
            Fact::Lost { what, missing, got }
        } else {
            let lines = |lines: Vec<String>| match lines.join("\n") {
                none if none.is_empty() => "nothing".to_owned(),
                lines => lines,
            };
            Fact::WrongValue {
                what,
                expected: lines(expected),
                got: lines(got),
            }
        })
    }

    /// Waits that can overlap do, and together take `at_best`: [`Fact::Sequential`],
    /// [`Fact::BlockedThread`], [`Fact::TooFast`].
    pub fn expect_overlap<T>(&mut self, what: &str, run: &Run<T>, at_best: Duration) -> Checked {
        self.overlap(what, &run.with(()), at_best)
    }

    fn overlap(&mut self, what: &str, run: &Run<()>, at_best: Duration) -> Checked {
        if run.took > at_best {
            return self.find(Fact::Sequential {
                what: what.into(),
                took_ms: millis(run.took),
                at_best_ms: millis(at_best),
            });
        } else if run.took < at_best {
            return self.find_too_short(what, run, at_best);
        }
        Ok(())
    }

    /// Waits of these lengths all overlap: [`Fact::Sequential`] when it took as long as all of them
    /// together, [`Fact::TooSlow`] when some did overlap, [`Fact::BlockedThread`], [`Fact::TooFast`].
    pub fn expect_all_overlap<T>(
        &mut self,
        what: &str,
        run: &Run<T>,
        waits: &[Duration],
    ) -> Checked {
        let at_best = waits.iter().max().copied().unwrap_or_default();
        match run.took < waits.iter().sum() {
            true => self.took(what, &run.with(()), exactly(at_best)),
            false => self.overlap(what, &run.with(()), at_best),
        }
    }

    /// It takes as long as promised: [`Fact::TooSlow`], [`Fact::TooFast`],
    /// [`Fact::BlockedThread`].
    pub fn expect_took<T>(&mut self, what: &str, run: &Run<T>, bound: Bound<Duration>) -> Checked {
        self.took(what, &run.with(()), bound)
    }

    fn took(&mut self, what: &str, run: &Run<()>, bound: Bound<Duration>) -> Checked {
        if let Some(at_most) = bound.exceeded_by(run.took) {
            return self.find(Fact::TooSlow {
                what: what.into(),
                took_ms: millis(run.took),
                at_most_ms: millis(at_most),
            });
        } else if let Some(at_least) = bound.missed_by(run.took) {
            return self.find_too_short(what, run, at_least);
        }
        Ok(())
    }

    /// The clock stands still: [`Fact::UsedTheClock`] when it moved, [`Fact::BlockedThread`]
    /// when the thread slept instead for `noticeable` or longer.
    pub fn expect_no_wait<T>(&mut self, what: &str, run: &Run<T>, noticeable: Duration) -> Checked {
        self.no_wait(what, &run.with(()), noticeable)
    }

    fn no_wait(&mut self, what: &str, run: &Run<()>, noticeable: Duration) -> Checked {
        if run.took > Duration::ZERO {
            return self.find(Fact::UsedTheClock {
                what: what.into(),
                took_ms: millis(run.took),
            });
        } else if run.took_real >= noticeable {
            return self.find(Fact::BlockedThread {
                what: what.into(),
                held_real_ms: millis(run.took_real),
                took_ms: 0,
            });
        }
        Ok(())
    }

    /// The waits between the attempts are these: [`Fact::WrongDelays`].
    pub fn expect_delays(
        &mut self,
        what: &str,
        got: &[Duration],
        expected: &[Duration],
    ) -> Checked {
        if got != expected {
            return self.find(Fact::WrongDelays {
                what: what.into(),
                expected_ms: expected.iter().copied().map(millis).collect(),
                got_ms: got.iter().copied().map(millis).collect(),
            });
        }
        Ok(())
    }

    /// It gives way so often: [`Fact::TooFewYields`], [`Fact::TooManyYields`].
    pub fn expect_yields(&mut self, what: &str, yields: u64, bound: Bound<u64>) -> Checked {
        if let Some(at_least) = bound.missed_by(yields) {
            return self.find(Fact::TooFewYields {
                what: what.into(),
                yields,
                at_least,
            });
        } else if let Some(at_most) = bound.exceeded_by(yields) {
            return self.find(Fact::TooManyYields {
                what: what.into(),
                yields,
                at_most,
            });
        }
        Ok(())
    }

    /// Never more than `at_most` calls of the hook without giving way: [`Fact::TooMuchInOnePoll`].
    pub fn expect_in_one_poll(&mut self, what: &str, hook: &Hook, at_most: u64) -> Checked {
        let most = hook.most_in_one_poll();
        if most > at_most {
            return self.find(Fact::TooMuchInOnePoll {
                what: what.into(),
                most,
                at_most,
            });
        }
        Ok(())
    }

    /// It is called so often: [`Fact::TooFewCalls`], [`Fact::TooManyCalls`].
    pub fn expect_calls(&mut self, what: &str, calls: u64, bound: Bound<u64>) -> Checked {
        if let Some(at_least) = bound.missed_by(calls) {
            return self.find(Fact::TooFewCalls {
                what: what.into(),
                calls,
                at_least,
            });
        } else if let Some(at_most) = bound.exceeded_by(calls) {
            return self.find(Fact::TooManyCalls {
                what: what.into(),
                calls,
                at_most,
            });
        }
        Ok(())
    }

    /// Never more than `at_most` at once: [`Fact::TooManyAtOnce`].
    pub fn expect_at_once(&mut self, what: &str, most: u64, at_most: u64) -> Checked {
        if most > at_most {
            return self.find(Fact::TooManyAtOnce {
                what: what.into(),
                most,
                at_most,
            });
        }
        Ok(())
    }

    /// At some moment `at_least` of them at once: [`Fact::TooFewAtOnce`].
    pub fn expect_so_many_at_once(&mut self, what: &str, most: u64, at_least: u64) -> Checked {
        if most < at_least {
            return self.find(Fact::TooFewAtOnce {
                what: what.into(),
                most,
                at_least,
            });
        }
        Ok(())
    }

    /// No more than `at_most` threads: [`Fact::TooManyThreads`].
    pub fn expect_threads(&mut self, what: &str, threads: u64, at_most: u64) -> Checked {
        if threads > at_most {
            return self.find(Fact::TooManyThreads {
                what: what.into(),
                threads,
                at_most,
            });
        }
        Ok(())
    }

    /// The future takes no more than so many bytes: [`Fact::FutureTooBig`].
    pub fn expect_size<F: Future + ?Sized>(
        &mut self,
        what: &str,
        future: &F,
        bound: Bound<usize>,
    ) -> Checked {
        let bytes = self.memory_of(future);
        if let Some(at_most) = bound.exceeded_by(bytes) {
            return self.find(Fact::FutureTooBig {
                what: what.into(),
                bytes: bytes as u64,
                at_most_bytes: at_most as u64,
            });
        }
        Ok(())
    }

    /// So many `bytes` are not too many: [`Fact::TooMuchMemory`]. Give the difference of two
    /// looks, divided by what it was spent on: `lab.memory().since(&before) / 1_000`.
    pub fn expect_memory(&mut self, what: &str, bytes: usize, bound: Bound<usize>) -> Checked {
        if let Some(at_most) = bound.exceeded_by(bytes) {
            return self.find(Fact::TooMuchMemory {
                what: what.into(),
                bytes: bytes as u64,
                at_most_bytes: at_most as u64,
            });
        }
        Ok(())
    }

    /// No more than `at_most` threads are alive that were not `before`: [`Fact::TooManyThreads`].
    /// Where the system does not tell, it holds. Threads of `spawn_blocking` stay for ten seconds.
    pub fn expect_new_threads(&mut self, what: &str, before: &Memory, at_most: u64) -> Checked {
        if let Some(threads) = self.memory().threads_since(before) {
            return self.expect_threads(what, threads, at_most);
        }
        Ok(())
    }

    /// The other task could run meanwhile: [`Fact::ExecutorHeld`].
    pub fn expect_beats<T>(
        &mut self,
        what: &str,
        heart: &Heartbeat,
        run: &Run<T>,
        at_least_beats: u64,
    ) -> Checked {
        self.beats(what, heart, &run.with(()), at_least_beats)
    }

    fn beats(
        &mut self,
        what: &str,
        heart: &Heartbeat,
        run: &Run<()>,
        at_least_beats: u64,
    ) -> Checked {
        let beats = heart.beats();
        if beats < at_least_beats {
            return self.find(Fact::ExecutorHeld {
                what: what.into(),
                longest_poll_real_ms: millis(run.longest_poll),
                beats,
                at_least_beats,
            });
        }
        Ok(())
    }

    /// None of the learner's tasks is alive: [`Fact::StillRunning`].
    pub fn expect_no_task_left(&mut self, what: &str) -> Checked {
        let tasks = self.alive();
        if !tasks.is_empty() {
            let place = first_place(&tasks);
            let what = what.into();
            return self.find_at(Fact::StillRunning { what, tasks }, place);
        }
        Ok(())
    }

    /// The learner's code has spawned no task: [`Fact::Spawned`].
    pub fn expect_nothing_spawned(&mut self, what: &str) -> Checked {
        let tasks = self.spawned();
        if !tasks.is_empty() {
            let place = first_place(&tasks);
            let what = what.into();
            return self.find_at(Fact::Spawned { what, tasks }, place);
        }
        Ok(())
    }

    fn find_too_short(&mut self, what: &str, run: &Run<()>, at_least: Duration) -> Checked {
        let missing = at_least - run.took;
        let slept = run.took_real.saturating_sub(run.took) * SLEPT >= missing;
        self.find(if slept {
            Fact::BlockedThread {
                what: what.into(),
                held_real_ms: millis(run.took_real),
                took_ms: millis(run.took),
            }
        } else {
            Fact::TooFast {
                what: what.into(),
                took_ms: millis(run.took),
                at_least_ms: millis(at_least),
            }
        })
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn first_place(tasks: &[Task]) -> Option<Place> {
    tasks.iter().find_map(|task| task.spawned_at.clone())
}

/// A line for each of `all`.
#[must_use]
pub fn lines_of<T>(all: &[T], line: impl Fn(&T) -> String) -> Vec<String> {
    lines(all.len(), &|at| line(&all[at]))
}

/// So many lines, each as `line` says it.
fn lines(count: usize, line: &dyn Fn(usize) -> String) -> Vec<String> {
    (0..count).map(line).collect()
}

/// What is left of `of` when each of `these` has taken one equal line away.
fn without(of: &[String], these: &[String]) -> Vec<String> {
    let mut left = of.to_vec();
    for line in these {
        if let Some(at) = left.iter().position(|other| other == line) {
            left.remove(at);
        }
    }
    left
}
