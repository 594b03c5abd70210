//! **polls**: a future polled only when it was woken.
//!
//! An executor of the probe's own, inside the check's runtime, so that timers, channels and
//! other tasks work as ever. It polls once, and again only after the waker of that poll was
//! called. That shows three faults which an executor that polls too often hides:
//!
//! - **a lost wake-up**: `Pending`, and nothing will ever call the waker. It is known at once
//!   when no copy of the waker is left, and after six hours of the clock when one is kept by
//!   somebody who never calls it.
//! - **the first waker, kept**: an executor may bring another waker to every poll, and then
//!   only the last one counts. [`Lab::poll_with_fresh_wakers`] is such an executor.
//! - **a busy poll**: woken again and again while the clock stands still.
//!
//! It cannot see *who* should have woken the future, nor the polls of what the future spawned.
//! On the wall clock time never stands still, so busy polls are found on the virtual one only.
//!
//! ```
//! use probe::{Checked, Lab, exactly};
//!
//! probe::checks! {
//!     /// The countdown asks to be polled again each time that it is not ready.
//!     it_asks_to_be_woken,
//! }
//!
//! # mod exercise { pub fn countdown(_from: u64) -> impl Future<Output = ()> { async {} } }
//! async fn it_asks_to_be_woken(lab: &mut Lab) -> Checked {
//!     let polled = lab.poll_when_woken(exercise::countdown(3)).await;
//!     lab.expect_woken("the countdown", &polled, 4)
//! }
//! # fn unused() { let _ = main; }
//! ```

use crate::checked::Checked;
use crate::kept::Kept;
use crate::lab::Lab;
use crate::run::{PollWatch, Run};
use crate::trace;
use report::Wait;
use report::{Fact, LostBy};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

/// Whoever was not woken in this time never will be: longer than any story's wait, and short
/// enough to be told before the check's own day is over.
const PATIENCE: Duration = Duration::from_secs(6 * 60 * 60);

/// So many polls at one moment of the clock will not come to an end.
const MOST_AT_ONE_TIME: u64 = 1_000;

/// More polls than a wait takes whose end comes as one wake-up, or a few.
const ONCE_IN_A_WHILE: u64 = 10;

/// The waker of another executor, which polled before.
struct Early;

impl Wake for Early {
    fn wake(self: Arc<Self>) {}
}

/// What came of polling a future only when it was woken.
#[derive(Debug, Clone)]
pub struct Polled<T> {
    /// What it gave; nothing when it was given up.
    pub value: Option<T>,
    /// How often it was polled.
    pub polls: u64,
    /// How often its wakers were called, whichever of them.
    pub wakes: u64,
    /// The most polls while the clock stood at one time.
    pub most_at_one_time: u64,
    /// From the first poll to the last, on the runtime's clock.
    pub took: Duration,
    /// Why it was never woken again, when it was not.
    pub lost: Option<LostBy>,
}

impl Lab {
    /// Drives `future`, polling it only when it was woken, with one waker for all polls.
    pub async fn poll_when_woken<F: Future>(&mut self, future: F) -> Polled<F::Output> {
        self.poll_with(Wakers::Same, future).await
    }

    /// The same with another waker at each poll, of which only the last one counts.
    pub async fn poll_with_fresh_wakers<F: Future>(&mut self, future: F) -> Polled<F::Output> {
        self.poll_with(Wakers::Fresh, future).await
    }

    async fn poll_with<F: Future>(&mut self, wakers: Wakers, future: F) -> Polled<F::Output> {
        let mut value = None;
        let polled = {
            let future = pin!(future);
            let kept = Box::pin(Kept::new(future, &mut value));
            Driven::new(kept, wakers, self.poll_watch())
                .finished()
                .await
        };
        polled.with(value)
    }

    /// Drives `future` to its end as an executor may: it polls once more than it needs to, with another waker at
    /// first, then only when it was woken. When nobody wakes it any more, which on the wall clock means not for
    /// `patience`, it gives the fact to be found of `what`: [`Fact::LostWakeUp`], or [`Fact::KeptLooking`] when
    /// it was polled on and on. Compiled once, with the probe; leave what the future gives in a place of your
    /// own ([`crate::work::into_place`]).
    pub fn awaited<'a>(
        &'a mut self,
        what: &'a str,
        patience: Duration,
        future: Pin<Box<dyn Future<Output = ()> + 'a>>,
    ) -> Pin<Box<dyn Future<Output = Result<Run<()>, Fact>> + 'a>> {
        Box::pin(self.polled_twice(what, patience, future))
    }

    async fn polled_twice<'a>(
        &'a mut self,
        what: &'a str,
        patience: Duration,
        mut future: Pin<Box<dyn Future<Output = ()> + 'a>>,
    ) -> Result<Run<()>, Fact> {
        let early = Arc::new(Early);
        let (polls, keeps_early) = (AtomicU64::new(0), AtomicBool::new(false));
        let running = self.run(poll_fn(|context| {
            if polls.fetch_add(1, Ordering::Relaxed) == 0 {
                let waker = Waker::from(Arc::clone(&early));
                if future
                    .as_mut()
                    .poll(&mut Context::from_waker(&waker))
                    .is_ready()
                {
                    return Poll::Ready(());
                }
            }
            let poll = future.as_mut().poll(context);
            keeps_early.store(Arc::strong_count(&early) > 1, Ordering::Relaxed);
            poll
        }));
        let polled = timeout(patience, self.poll_when_woken(running)).await;
        let by = match polled {
            Ok(Polled {
                value: Some(run), ..
            }) => return Ok(run),
            Ok(polled) => polled.lost,
            Err(_) => None,
        };
        let (what, polls) = (what.to_owned(), polls.into_inner());
        if by.is_none() && polls > ONCE_IN_A_WHILE {
            return Err(Fact::KeptLooking {
                what,
                looks: polls,
                took_ms: u64::try_from(patience.as_millis()).unwrap_or(u64::MAX),
            });
        }
        let by = match keeps_early.into_inner() {
            true => LostBy::OldWaker,
            false => by.unwrap_or(LostBy::NotCalled),
        };
        Err(Fact::LostWakeUp {
            what,
            polls: polls + 1,
            by,
        })
    }

    /// It was woken whenever it had to be, and polled at most `at_most` times while the clock
    /// stood still: [`Fact::LostWakeUp`], [`Fact::BusyPoll`].
    pub fn expect_woken<T>(&mut self, what: &str, polled: &Polled<T>, at_most: u64) -> Checked {
        if polled.most_at_one_time > at_most {
            return self.find(Fact::BusyPoll {
                what: what.into(),
                polls: polled.most_at_one_time,
                at_most,
            });
        } else if let Some(by) = polled.lost {
            return self.find(Fact::LostWakeUp {
                what: what.into(),
                polls: polled.polls,
                by,
            });
        }
        Ok(())
    }
}

impl<T> Polled<T> {
    /// The same, of a future that gave `value`.
    fn with<U>(&self, value: Option<U>) -> Polled<U> {
        Polled {
            value,
            polls: self.polls,
            wakes: self.wakes,
            most_at_one_time: self.most_at_one_time,
            took: self.took,
            lost: self.lost,
        }
    }
}

/// Which wakers a future is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wakers {
    /// One for all polls, as most executors do.
    Same,
    /// One for each poll, as every executor may.
    Fresh,
}

/// A future that knows whether it was woken since its last poll.
pub(crate) struct Driven<'f> {
    future: Pin<Box<dyn Future<Output = ()> + 'f>>,
    wakers: Wakers,
    door: Arc<Door>,
    /// The last waker. Only what the future keeps of it is strong.
    bell: Weak<Bell>,
    watch: PollWatch,
    polls: u64,
}

/// Where all the wakers of one future arrive.
struct Door {
    /// Told of each call and of each waker that is gone.
    news: Arc<Notify>,
    newest: AtomicU64,
    rung: AtomicBool,
    /// A waker of an earlier poll was called since the last one.
    rung_by_old: AtomicBool,
    bells: AtomicU64,
    wakes: AtomicU64,
}

/// One waker and its copies.
struct Bell {
    number: u64,
    door: Arc<Door>,
}

impl Bell {
    fn hang(door: &Arc<Door>) -> Arc<Self> {
        door.bells.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self {
            number: door.newest.fetch_add(1, Ordering::Relaxed) + 1,
            door: Arc::clone(door),
        })
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let door = &self.door;
        door.wakes.fetch_add(1, Ordering::Relaxed);
        if self.number == door.newest.load(Ordering::Acquire) {
            door.rung.store(true, Ordering::Release);
        } else {
            door.rung_by_old.store(true, Ordering::Release);
        }
        door.news.notify_one();
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.door.bells.fetch_sub(1, Ordering::Release);
        self.door.news.notify_one();
    }
}

impl<'f> Driven<'f> {
    /// Takes the future; it counts as woken, for its first poll.
    pub(crate) fn new(
        future: Pin<Box<dyn Future<Output = ()> + 'f>>,
        wakers: Wakers,
        watch: PollWatch,
    ) -> Self {
        Self::with_news(future, wakers, watch, Arc::default())
    }

    /// The same, with a `news` that is told of every wake, to await several of them.
    pub(crate) fn with_news(
        future: Pin<Box<dyn Future<Output = ()> + 'f>>,
        wakers: Wakers,
        watch: PollWatch,
        news: Arc<Notify>,
    ) -> Self {
        watch.begin_anew();
        Self {
            future,
            wakers,
            door: Arc::new(Door {
                news,
                newest: AtomicU64::new(0),
                rung: AtomicBool::new(true),
                rung_by_old: AtomicBool::new(false),
                bells: AtomicU64::new(0),
                wakes: AtomicU64::new(0),
            }),
            bell: Weak::new(),
            watch,
            polls: 0,
        }
    }

    /// Polls once.
    pub(crate) fn poll(&mut self) -> Poll<()> {
        let kept = match self.wakers {
            Wakers::Same => self.bell.upgrade(),
            Wakers::Fresh => None,
        };
        let bell = kept.unwrap_or_else(|| Bell::hang(&self.door));
        self.bell = Arc::downgrade(&bell);
        self.door.rung.store(false, Ordering::Release);
        self.door.rung_by_old.store(false, Ordering::Release);
        self.polls += 1;
        self.watch.enter();
        let waker = Waker::from(bell);
        self.future.as_mut().poll(&mut Context::from_waker(&waker))
    }

    /// Whether it was woken since its last poll.
    pub(crate) fn is_woken(&self) -> bool {
        self.door.rung.load(Ordering::Acquire)
    }

    /// Returns when it was woken, having given other tasks a turn, or says why it never will be.
    pub(crate) async fn woken(&self) -> Result<(), LostBy> {
        tokio::task::yield_now().await;
        let waited = timeout(PATIENCE, async {
            loop {
                if let Some(outcome) = self.outcome() {
                    return outcome;
                }
                self.door.news.notified().await;
            }
        });
        // Somebody still has a waker and had all the time to call it.
        waited.await.unwrap_or(match self.bell.strong_count() {
            0 => Err(LostBy::OldWaker),
            _ => Err(LostBy::NotCalled),
        })
    }

    fn outcome(&self) -> Option<Result<(), LostBy>> {
        // In this order: whoever holds a waker calls it before letting it go.
        let kept = self.bell.strong_count() > 0;
        let any_kept = self.door.bells.load(Ordering::Acquire) > 0;
        if self.is_woken() {
            Some(Ok(()))
        } else if kept {
            None
        } else if self.door.rung_by_old.load(Ordering::Acquire) {
            Some(Err(LostBy::OldWaker))
        } else if any_kept {
            None
        } else {
            Some(Err(LostBy::NotKept))
        }
    }

    /// Where it waits; it makes no progress by that, and should be dropped next.
    pub(crate) async fn waits(&mut self, source: &str) -> Vec<Wait> {
        trace::of_future(source, self.future.as_mut()).await
    }

    /// Boxed, or each check would compile it for itself, as it does with every future that it awaits.
    fn finished(self) -> Pin<Box<dyn Future<Output = Polled<()>> + 'f>> {
        Box::pin(self.finish())
    }

    async fn finish(mut self) -> Polled<()> {
        let began = Instant::now();
        let (mut now, mut at_one_time, mut most_at_one_time) = (began, 0, 0);
        let mut lost = None;
        loop {
            if Instant::now() > now {
                (now, at_one_time) = (Instant::now(), 0);
            }
            at_one_time += 1;
            most_at_one_time = most_at_one_time.max(at_one_time);
            if self.poll().is_ready() || at_one_time == MOST_AT_ONE_TIME {
                break;
            }
            if let Err(by) = self.woken().await {
                lost = Some(by);
                break;
            }
        }
        Polled {
            value: None,
            polls: self.polls,
            wakes: self.door.wakes.load(Ordering::Relaxed),
            most_at_one_time,
            took: now - began,
            lost,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Checked;
    use crate::program::Clock;
    use crate::program::tests::{Body, findings_in};
    use crate::{Fact, Lab, ms};
    use report::LostBy;
    use std::future::poll_fn;
    use std::sync::{Arc, Mutex};
    use std::task::{Poll, Waker};
    use tokio::sync::oneshot;
    use tokio::task::yield_now;
    use tokio::time::sleep;

    fn facts(body: Body) -> Vec<Fact> {
        let findings = findings_in(file!(), Clock::Virtual, body);
        findings.into_iter().map(|finding| finding.fact).collect()
    }

    fn lost(polls: u64, by: LostBy) -> Vec<Fact> {
        let what = "it".into();
        vec![Fact::LostWakeUp { what, polls, by }]
    }

    #[test]
    fn pending_without_keeping_the_waker_is_a_lost_wake_up() {
        let found = facts(|lab| {
            Box::pin(async move {
                let mut left = 3;
                let countdown = poll_fn(|context| {
                    left -= 1;
                    match left {
                        0 => return Poll::Ready(()),
                        // It forgets to the second time.
                        2 => context.waker().wake_by_ref(),
                        _ => {}
                    }
                    Poll::Pending
                });
                let polled = lab.poll_when_woken(countdown).await;
                lab.expect_woken("it", &polled, 9)
            })
        });
        assert_eq!(found, lost(2, LostBy::NotKept));
    }

    #[test]
    fn a_waker_that_is_kept_and_never_called_is_a_lost_wake_up_too() {
        let found = facts(|lab| {
            Box::pin(async move {
                let (_sender, receiver) = oneshot::channel::<()>();
                let polled = lab.poll_when_woken(receiver).await;
                lab.expect_woken("it", &polled, 9)
            })
        });
        assert_eq!(found, lost(1, LostBy::NotCalled));
    }

    #[test]
    fn timers_channels_and_other_tasks_wake_it_and_the_clock_is_the_runtimes() {
        let found = facts(|lab| {
            Box::pin(async move {
                let (sender, receiver) = oneshot::channel();
                tokio::spawn(async move {
                    sleep(ms(3_600_000)).await;
                    sender.send(7).unwrap();
                });
                let polled = lab
                    .poll_with_fresh_wakers(async {
                        yield_now().await;
                        sleep(ms(10)).await;
                        receiver.await.unwrap()
                    })
                    .await;
                lab.expect_woken("it", &polled, 2)?;
                lab.expect_eq("the value", polled.value, Some(7))?;
                lab.expect_eq("the polls", (polled.polls, polled.wakes), (4, 3))?;
                lab.expect_eq("the time", polled.took, ms(3_600_000))
            })
        });
        assert_eq!(found, []);
    }

    /// Set after the second poll; `keep` decides which waker is kept.
    async fn flag(lab: &mut Lab, fresh: bool, keep: fn(&mut Option<Waker>, &Waker)) -> Checked {
        let kept = Arc::new(Mutex::new(None::<Waker>));
        let mut polls = 0;
        let setter = Arc::clone(&kept);
        let flag = poll_fn(move |context| {
            keep(&mut kept.lock().unwrap(), context.waker());
            polls += 1;
            match polls {
                1 => context.waker().wake_by_ref(),
                2 => {
                    let setter = Arc::clone(&setter);
                    tokio::spawn(async move {
                        sleep(ms(5)).await;
                        setter.lock().unwrap().as_ref().unwrap().wake_by_ref();
                    });
                }
                _ => return Poll::Ready(()),
            }
            Poll::Pending
        });
        let polled = match fresh {
            true => lab.poll_with_fresh_wakers(flag).await,
            false => lab.poll_when_woken(flag).await,
        };
        lab.expect_woken("it", &polled, 9)
    }

    fn keep_first(kept: &mut Option<Waker>, waker: &Waker) {
        kept.get_or_insert_with(|| waker.clone());
    }

    #[test]
    fn only_fresh_wakers_show_that_the_first_one_was_kept() {
        let same = facts(|lab| Box::pin(flag(lab, false, keep_first)));
        assert_eq!(same, []);
        let fresh = facts(|lab| Box::pin(flag(lab, true, keep_first)));
        assert_eq!(fresh, lost(2, LostBy::OldWaker));
        let last = facts(|lab| {
            Box::pin(flag(lab, true, |kept, waker| {
                kept.get_or_insert_with(|| waker.clone()).clone_from(waker);
            }))
        });
        assert_eq!(last, []);
    }

    #[test]
    fn a_loop_that_wakes_itself_is_a_busy_poll_and_one_that_waits_between_is_none() {
        let spinning = facts(|lab| {
            Box::pin(async move {
                let spin = poll_fn(|context| {
                    context.waker().wake_by_ref();
                    Poll::<()>::Pending
                });
                let polled = lab.poll_when_woken(spin).await;
                lab.expect_woken("it", &polled, 10)
            })
        });
        let busy = Fact::BusyPoll {
            what: "it".into(),
            polls: 1_000,
            at_most: 10,
        };
        assert_eq!(spinning, [busy]);
        let waiting = facts(|lab| {
            Box::pin(async move {
                let polled = lab
                    .poll_when_woken(async {
                        for _ in 0..5_000 {
                            sleep(ms(1)).await;
                        }
                    })
                    .await;
                lab.expect_woken("it", &polled, 2)
            })
        });
        assert_eq!(waiting, []);
    }

    #[test]
    fn others_have_a_turn_while_it_spins() {
        let found = facts(|lab| {
            Box::pin(async move {
                let (sender, mut receiver) = oneshot::channel();
                tokio::spawn(async move { sender.send(()) });
                let polite = poll_fn(|context| {
                    context.waker().wake_by_ref();
                    match receiver.try_recv() {
                        Ok(()) => Poll::Ready(()),
                        Err(_) => Poll::Pending,
                    }
                });
                let polled = lab.poll_when_woken(polite).await;
                lab.expect_woken("it", &polled, 3)
            })
        });
        assert_eq!(found, []);
    }
}
