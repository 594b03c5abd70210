//! **cancel sweep**: a future dropped at each of its waits, and what is then broken.
//!
//! To cancel a future is to drop it, and it can only be dropped where it waits. So the probe
//! runs it once to its end and counts how often it returned `Pending`; then, on fresh state each
//! time, it drops it before its first poll, at its first `Pending`, at its second, … and asks
//! after each whether what must always hold does. Between polls the future waits to be woken
//! like any other, so other tasks run and the clock moves.
//!
//! The finding names the learner's line where the dropped run waited. For that the failing run
//! is repeated and polled once more under tokio's task dump; see `trace.rs` for what that
//! cannot see. A future that branches on chance, or on real time, may be cut at other places
//! than were counted. What the future left to tasks it spawned goes on after the drop, and the
//! invariant is asked at once: one that wants to wait for them must do so itself.
//!
//! ```
//! use probe::{Checked, Lab};
//! use std::sync::Mutex;
//!
//! probe::checks! {
//!     /// No coin is lost, wherever a transfer is cancelled.
//!     no_coin_is_lost,
//! }
//!
//! # mod exercise {
//! #     pub async fn transfer(accounts: &std::sync::Mutex<[u32; 2]>, coins: u32) {
//! #         let mut accounts = accounts.lock().unwrap();
//! #         accounts[0] -= coins;
//! #         accounts[1] += coins;
//! #     }
//! # }
//! async fn no_coin_is_lost(lab: &mut Lab) -> Checked {
//!     lab.cancel_sweep(
//!         "the transfer",
//!         || Mutex::new([100, 0]),
//!         async |accounts| exercise::transfer(accounts, 10).await,
//!         async |accounts| match *accounts.lock().unwrap() {
//!             [from, to] if from + to == 100 => Ok(()),
//!             [from, to] => Err(format!("of 100 coins {from} and {to} are left")),
//!         },
//!     )
//!     .await
//! }
//! # fn unused() { let _ = main; }
//! ```

use crate::checked::Checked;
use crate::lab::Lab;
use crate::polls::{Driven, Wakers};
use crate::run::PollWatch;
use report::{Fact, LostBy, Place};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// More waits than these are not swept: what has so many repeats itself.
const MOST_WAITS: u64 = 100;

/// Whoever looks at the state afterwards does not wait longer than this.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a sweep has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Swept {
    /// How often the future returned `Pending` in a run that nobody cancelled.
    waits: u64,
    /// At how many of them, and before the first poll, it was dropped: fewer than `waits + 1`
    /// when there are more than a hundred, or when the sweep could not begin.
    cancelled: u64,
    /// After how many of those the invariant did not hold.
    broken: u64,
}

/// How one run ended.
enum Ended {
    /// Before the wait at which it was to stop, after so many.
    Completed(u64),
    /// At the wait at which it was to stop.
    Waiting,
    /// Nobody will wake it.
    Lost(u64, LostBy),
}

impl Lab {
    /// `holds` on what `future` leaves behind of `fresh` state, whichever wait it is dropped at,
    /// and when it is not dropped at all: [`Fact::BrokenByCancel`], [`Fact::Broken`], and
    /// [`Fact::LostWakeUp`] when it never comes to its end. `holds` says what is wrong in a
    /// sentence without its full stop.
    ///
    /// # Errors
    /// With one of these findings.
    pub async fn cancel_sweep<S>(
        &mut self,
        what: &str,
        fresh: impl Fn() -> S,
        future: impl AsyncFn(&S),
        holds: impl AsyncFn(&S) -> Result<(), String>,
    ) -> Checked {
        self.swept(what, fresh, future, holds).await;
        self.so_far()
    }

    /// As [`Lab::cancel_sweep`], with what was tried.
    async fn swept<S>(
        &mut self,
        what: &str,
        fresh: impl Fn() -> S,
        future: impl AsyncFn(&S),
        holds: impl AsyncFn(&S) -> Result<(), String>,
    ) -> Swept {
        self.sweep(what, &|| {
            Box::new(Prepared {
                state: fresh(),
                future: &future,
                holds: &holds,
            })
        })
        .await
    }

    /// Boxed, or each check would compile it for itself, as it does with every future that it awaits.
    fn sweep<'a>(
        &'a mut self,
        what: &'a str,
        fresh: &'a Fresh<'a>,
    ) -> Pin<Box<dyn Future<Output = Swept> + 'a>> {
        Box::pin(self.sweep_all(what, fresh))
    }

    async fn sweep_all(&mut self, what: &str, fresh: &Fresh<'_>) -> Swept {
        let watch = self.poll_watch();
        let mut swept = Swept {
            waits: 0,
            cancelled: 0,
            broken: 0,
        };
        let subject = fresh();
        match run(&*subject, None, &watch).await {
            Ended::Completed(waits) => swept.waits = waits,
            Ended::Lost(polls, by) => {
                let what = what.into();
                self.note(Fact::LostWakeUp { what, polls, by });
                return swept;
            }
            Ended::Waiting => unreachable!("the first run has no place to stop"),
        }
        if let Err(broken) = look(&*subject).await {
            let what = what.into();
            self.note(Fact::Broken { what, broken });
            return swept;
        }
        let mut first = None;
        for at in 0..=swept.waits.min(MOST_WAITS) {
            let subject = fresh();
            if let Ended::Lost(polls, by) = run(&*subject, Some(at), &watch).await {
                let what = what.into();
                self.note(Fact::LostWakeUp { what, polls, by });
                return swept;
            }
            swept.cancelled += 1;
            if let Err(broken) = look(&*subject).await {
                swept.broken += 1;
                first.get_or_insert((at, broken));
            }
        }
        if let Some((at_wait, broken)) = first {
            let subject = fresh();
            let (place, waits_for) = self.wait_of(&*subject, at_wait).await;
            let fact = Fact::BrokenByCancel {
                what: what.into(),
                at_wait,
                of_waits: swept.waits,
                broken_waits: swept.broken,
                waits_for,
                broken,
            };
            self.note_at(fact, place);
        }
        swept
    }

    /// Where the future of `subject` is at its wait number `at`, and what for. Before its first poll it is
    /// nowhere.
    async fn wait_of(&self, subject: &dyn Subject, at: u64) -> (Option<Place>, Option<String>) {
        let mut driven = Driven::new(subject.future(), Wakers::Same, self.poll_watch());
        let waits = match until(&mut driven, Some(at)).await {
            Ended::Waiting if at > 0 => driven.waits(self.source()).await,
            _ => Vec::new(),
        };
        let mut waits = waits.into_iter();
        waits
            .next()
            .map(|wait| (wait.place, Some(wait.on)))
            .unwrap_or_default()
    }
}

/// Makes one subject after another.
type Fresh<'a> = dyn Fn() -> Box<dyn Subject + 'a> + 'a;

/// What is swept, on state of its own.
trait Subject {
    /// The future that is dropped.
    fn future(&self) -> Pin<Box<dyn Future<Output = ()> + '_>>;
    /// What must always hold.
    fn holds(&self) -> Pin<Box<dyn Future<Output = Result<(), String>> + '_>>;
}

/// A subject as a check gives it.
struct Prepared<'a, S, F, H> {
    state: S,
    future: &'a F,
    holds: &'a H,
}

impl<S, F, H> Subject for Prepared<'_, S, F, H>
where
    F: AsyncFn(&S),
    H: AsyncFn(&S) -> Result<(), String>,
{
    fn future(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin((self.future)(&self.state))
    }

    fn holds(&self) -> Pin<Box<dyn Future<Output = Result<(), String>> + '_>> {
        Box::pin((self.holds)(&self.state))
    }
}

/// Drives the future of `subject` and drops it, at its wait number `drop_at` or at its end.
async fn run(subject: &dyn Subject, drop_at: Option<u64>, watch: &PollWatch) -> Ended {
    let mut driven = Driven::new(subject.future(), Wakers::Same, watch.clone());
    until(&mut driven, drop_at).await
}

/// Drives a future to its wait number `stop_at`, or to its end.
async fn until(driven: &mut Driven<'_>, stop_at: Option<u64>) -> Ended {
    let mut waits = 0;
    loop {
        if stop_at == Some(waits) {
            return Ended::Waiting;
        }
        // It is woken before its first poll.
        if let Err(by) = driven.woken().await {
            return Ended::Lost(waits, by);
        }
        if driven.poll().is_ready() {
            return Ended::Completed(waits);
        }
        waits += 1;
    }
}

/// What the invariant says, and when it says nothing at all.
async fn look(subject: &dyn Subject) -> Result<(), String> {
    let said = tokio::time::timeout(PATIENCE, subject.holds()).await;
    said.unwrap_or_else(|_| Err("the next one to use it waits forever".to_owned()))
}

#[cfg(test)]
mod tests {
    use crate::program::Clock;
    use crate::program::tests::{Body, findings_in};
    use crate::{Fact, ms};
    use report::Finding;
    use std::sync::Mutex as StdMutex;
    use tokio::sync::Mutex;
    use tokio::task::yield_now;
    use tokio::time::sleep;

    /// Ten of a hundred coins go from the first account to the second; nothing must be lost.
    macro_rules! sweep {
        (|$accounts:ident| $transfer:block) => {{
            let body: Body = |lab| {
                Box::pin(async move {
                    lab.cancel_sweep(
                        "the transfer",
                        || Mutex::new((100, 0)),
                        async |$accounts: &Mutex<(i32, i32)>| $transfer,
                        async |accounts| match *accounts.lock().await {
                            (from, to) if from + to == 100 => Ok(()),
                            (from, to) => Err(format!("{from} and {to} are left of 100")),
                        },
                    )
                    .await
                })
            };
            findings_in(file!(), Clock::Virtual, body)
        }};
    }

    fn line(finding: &Finding) -> Option<u32> {
        finding.place.as_ref().map(|place| place.line)
    }

    #[test]
    fn a_wait_between_the_two_halves_is_found_with_its_line() {
        let before = line!();
        let found = sweep!(|accounts| {
            sleep(ms(5)).await;
            let mut accounts = accounts.lock().await;
            accounts.0 -= 10;
            yield_now().await;
            sleep(ms(5)).await;
            accounts.1 += 10;
        });
        let expected = Fact::BrokenByCancel {
            what: "the transfer".into(),
            at_wait: 2,
            of_waits: 3,
            broken_waits: 2,
            waits_for: cfg!(tokio_taskdump).then(|| "its next turn".into()),
            broken: "90 and 0 are left of 100".into(),
        };
        assert_eq!(found[0].fact, expected);
        assert_eq!(line(&found[0]), cfg!(tokio_taskdump).then_some(before + 5));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn waits_before_and_after_the_two_halves_break_nothing() {
        let found = sweep!(|accounts| {
            sleep(ms(5)).await;
            {
                let mut accounts = accounts.lock().await;
                accounts.0 -= 10;
                accounts.1 += 10;
            }
            sleep(ms(5)).await;
        });
        assert_eq!(found, []);
    }

    #[test]
    fn a_wait_between_that_is_undone_on_drop_only_looks_like_the_fault() {
        struct Undo<'a>(&'a StdMutex<i32>, bool);
        impl Drop for Undo<'_> {
            fn drop(&mut self) {
                if !self.1 {
                    *self.0.lock().unwrap() += 10;
                }
            }
        }
        let found = findings_in(file!(), Clock::Virtual, |lab| {
            Box::pin(async move {
                let swept = lab
                    .swept(
                        "the transfer",
                        || [StdMutex::new(100), StdMutex::new(0)],
                        async |[from, to]| {
                            *from.lock().unwrap() -= 10;
                            let mut undo = Undo(from, false);
                            sleep(ms(5)).await;
                            undo.1 = true;
                            *to.lock().unwrap() += 10;
                        },
                        async |[from, to]| match *from.lock().unwrap() + *to.lock().unwrap() {
                            100 => Ok(()),
                            other => Err(format!("{other} are left of 100")),
                        },
                    )
                    .await;
                lab.expect_eq("the waits", (swept.waits, swept.cancelled), (1, 2))
            })
        });
        assert_eq!(found, []);
    }

    #[test]
    fn what_is_broken_without_any_cancel_is_its_own_fact() {
        let found = sweep!(|accounts| {
            accounts.lock().await.0 -= 10;
        });
        assert_eq!(found[0].fact.kind(), "broken");
    }

    #[test]
    fn a_lock_that_nobody_lets_go_of_is_broken_too() {
        let found = sweep!(|accounts| {
            let held = accounts.lock().await;
            let held = std::mem::ManuallyDrop::new(held);
            sleep(ms(5)).await;
            drop(std::mem::ManuallyDrop::into_inner(held));
        });
        let Fact::BrokenByCancel { broken, .. } = &found[0].fact else {
            panic!("{found:?}");
        };
        assert_eq!(broken, "the next one to use it waits forever");
    }

    #[test]
    fn a_run_that_never_ends_is_a_lost_wake_up() {
        let found = sweep!(|_accounts| { std::future::pending().await });
        assert_eq!(found[0].fact.kind(), "lost-wake-up");
    }

    #[test]
    fn a_future_made_by_a_plain_closure_is_swept_too() {
        let found = findings_in(file!(), Clock::Virtual, |lab| {
            Box::pin(async move {
                lab.cancel_sweep(
                    "the call",
                    std::sync::Arc::<StdMutex<u32>>::default,
                    |calls: &std::sync::Arc<StdMutex<u32>>| {
                        // At the call, before any poll: every run has this.
                        *calls.lock().unwrap() += 1;
                        sleep(ms(1))
                    },
                    async |calls| match *calls.lock().unwrap() {
                        1 => Ok(()),
                        other => Err(format!("{other} calls")),
                    },
                )
                .await
            })
        });
        assert_eq!(found, []);
    }
}
