//! **named tasks**: tasks that the check spawns and gives a name, to run the learner's code in.
//!
//! `lab.spawn("Ann pays Bob", exercise::pay(…))` starts one. They run beside the check on its own
//! thread, each polled only when it was woken, so their futures need not be `Send`; tokio's tasks
//! run beside them. What they are good for: a finding can call them by their names, and the
//! detector [`crate::deadlock`] can take one away and see who goes on without it.
//!
//! They are not tasks of tokio: `tokio::task::id()` panics in them, a panic ends the check
//! instead of becoming a `JoinError`, and task hooks do not see them.

use crate::run::PollWatch;
use crate::timeline::{Recorder, followed};
use crate::work::{Given, Work, boxed, unboxed};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use tokio::time::Instant;

/// The check itself, among those that are driven.
const CHECK: usize = 0;

/// The named tasks of one check, in the order they were spawned; clones are the same ones.
#[derive(Clone, Default)]
pub(crate) struct NamedTasks {
    members: Rc<RefCell<Vec<Member>>>,
    ready: Arc<Ready>,
}

struct Member {
    name: Arc<str>,
    /// Gone when it is done or was taken away, and while it is polled.
    future: Option<Pin<Box<dyn Future<Output = ()>>>>,
    waker: Waker,
    last_turn: Option<Instant>,
}

/// Waits for a named task, and gives what its future gave.
///
/// Dropping it changes nothing: the task goes on until the check ends.
pub struct NamedTask<T> {
    outcome: Rc<RefCell<Outcome>>,
    gives: PhantomData<fn() -> T>,
}

#[derive(Default)]
struct Outcome {
    value: Option<Given>,
    done: bool,
    waiting: Option<Waker>,
}

impl Outcome {
    fn poll(outcome: &RefCell<Self>, context: &mut Context<'_>) -> Poll<Given> {
        let mut outcome = outcome.borrow_mut();
        match outcome.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                outcome.waiting = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// Who was woken and had no turn yet, by number: 0 is the check, then come the named tasks.
#[derive(Default)]
struct Ready {
    queue: Mutex<VecDeque<usize>>,
    driver: Mutex<Option<Waker>>,
}

/// The waker of one of them.
struct Bell {
    number: usize,
    ready: Arc<Ready>,
}

impl NamedTasks {
    pub(crate) fn spawn<F>(&self, name: &str, recorder: Recorder, future: F) -> NamedTask<F::Output>
    where
        F: Future + 'static,
    {
        NamedTask {
            outcome: self.begin(name, recorder, boxed(future)),
            gives: PhantomData,
        }
    }

    /// Whatever it gives, what it takes to run it is compiled once, with the probe.
    fn begin(&self, name: &str, recorder: Recorder, future: Work<'static>) -> Rc<RefCell<Outcome>> {
        let outcome = Rc::<RefCell<Outcome>>::default();
        let tell = Rc::clone(&outcome);
        let future = followed(recorder, name.to_owned(), future);
        let future = Box::pin(async move {
            let value = future.await;
            let waiting = {
                let mut outcome = tell.borrow_mut();
                outcome.value = Some(value);
                outcome.done = true;
                outcome.waiting.take()
            };
            if let Some(waker) = waiting {
                waker.wake();
            }
        });
        let mut members = self.members.borrow_mut();
        let waker = self.ready.bell(members.len() + 1);
        waker.wake_by_ref();
        members.push(Member {
            name: name.into(),
            future: Some(future),
            waker,
            last_turn: None,
        });
        outcome
    }

    /// The check's own future together with its named tasks: done when the check is.
    pub(crate) fn drive<'check>(
        &self,
        check: Pin<Box<dyn Future<Output = ()> + 'check>>,
        polls: PollWatch,
    ) -> Drive<'check> {
        let waker = self.ready.bell(CHECK);
        waker.wake_by_ref();
        Drive {
            check,
            waker,
            last_turn: Instant::now(),
            named: self.clone(),
            polls,
            went_on: Vec::new(),
        }
    }

    fn poll(&self, number: usize, polls: &PollWatch) {
        let at = number - 1;
        let (taken, waker, name) = {
            let mut members = self.members.borrow_mut();
            let member = &mut members[at];
            let taken = member.future.take();
            (taken, member.waker.clone(), Arc::clone(&member.name))
        };
        let Some(mut future) = taken else {
            return;
        };
        polls.enter_named(Some(&name));
        let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
        polls.leave();
        let mut members = self.members.borrow_mut();
        let member = &mut members[at];
        member.last_turn = Some(Instant::now());
        if poll.is_pending() {
            member.future = Some(future);
        }
    }

    /// Takes the future of a task away; what it holds is released when it is dropped.
    fn take(&self, at: usize) -> Option<Pin<Box<dyn Future<Output = ()>>>> {
        self.members.borrow_mut()[at].future.take()
    }
}

/// Drives a check and its named tasks, one of them a poll, so that each has tokio's whole budget.
pub(crate) struct Drive<'check> {
    check: Pin<Box<dyn Future<Output = ()> + 'check>>,
    waker: Waker,
    last_turn: Instant,
    named: NamedTasks,
    polls: PollWatch,
    went_on: Vec<usize>,
}

impl Future for Drive<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let ready = Arc::clone(&self.named.ready);
        ready.drive_with(context.waker());
        let poll = match ready.next() {
            None => Poll::Pending,
            Some(CHECK) => {
                self.polls.enter_named(None);
                let waker = self.waker.clone();
                let poll = self.check.as_mut().poll(&mut Context::from_waker(&waker));
                self.polls.leave();
                self.last_turn = Instant::now();
                poll
            }
            Some(number) => {
                self.named.poll(number, &self.polls);
                if !self.went_on.contains(&(number - 1)) {
                    self.went_on.push(number - 1);
                }
                Poll::Pending
            }
        };
        if !ready.queue().is_empty() {
            context.waker().wake_by_ref();
        }
        poll
    }
}

impl<'check> Drive<'check> {
    /// The check's own future.
    pub(crate) fn check(&mut self) -> Pin<&mut (dyn Future<Output = ()> + 'check)> {
        self.check.as_mut()
    }

    /// The named tasks that are not done, by their places in the order of spawning.
    pub(crate) fn alive(&self) -> Vec<(usize, Arc<str>)> {
        let members = self.named.members.borrow();
        let alive = members.iter().enumerate();
        alive
            .filter(|(_, member)| member.future.is_some())
            .map(|(at, member)| (at, Arc::clone(&member.name)))
            .collect()
    }

    /// Lends the future of the named task `at` to `look`.
    pub(crate) async fn look_at<R>(
        &self,
        at: usize,
        look: impl AsyncFnOnce(Pin<&mut (dyn Future<Output = ()> + 'static)>) -> R,
    ) -> Option<R> {
        let mut future = self.named.take(at)?;
        let seen = look(future.as_mut()).await;
        self.named.members.borrow_mut()[at].future = Some(future);
        Some(seen)
    }

    /// When the check or a named task had its last turn.
    pub(crate) fn last_turn(&self) -> Instant {
        let members = self.named.members.borrow();
        let turns = members.iter().filter_map(|member| member.last_turn);
        turns.fold(self.last_turn, Instant::max)
    }

    /// The named tasks that had a turn after `moment`.
    pub(crate) fn active_since(&self, moment: Instant) -> Vec<usize> {
        let members = self.named.members.borrow();
        let active = members.iter().enumerate();
        active
            .filter(|(_, member)| member.last_turn.is_some_and(|turn| turn > moment))
            .map(|(at, _)| at)
            .collect()
    }

    /// The named tasks that had a turn since one was dropped, the first one first.
    pub(crate) fn went_on(&self) -> &[usize] {
        &self.went_on
    }

    /// Drops the named task `at`, with all that it holds.
    pub(crate) fn drop_task(&mut self, at: usize) {
        self.went_on.clear();
        drop(self.named.take(at));
    }

    /// Drives on until a named task was woken that is none of `but`, and gives those that were,
    /// before their turn.
    pub(crate) async fn first_woken(&mut self, but: &[usize]) -> Vec<usize> {
        poll_fn(|context| {
            let ready = Arc::clone(&self.named.ready);
            ready.drive_with(context.waker());
            let woken: Vec<usize> = ready
                .queue()
                .iter()
                .filter(|number| **number != CHECK)
                .map(|number| number - 1)
                .filter(|at| !but.contains(at))
                .collect();
            if !woken.is_empty() {
                return Poll::Ready(woken);
            }
            Pin::new(&mut *self).poll(context).map(|()| Vec::new())
        })
        .await
    }
}

impl Drop for Drive<'_> {
    /// Ends the tasks while the runtime is still there for what their drops may do.
    fn drop(&mut self) {
        let count = self.named.members.borrow().len();
        for at in 0..count {
            self.drop_task(at);
        }
        self.named.ready.queue().clear();
    }
}

impl Ready {
    fn bell(self: &Arc<Self>, number: usize) -> Waker {
        Waker::from(Arc::new(Bell {
            number,
            ready: Arc::clone(self),
        }))
    }

    fn next(&self) -> Option<usize> {
        self.queue().pop_front()
    }

    fn queue(&self) -> MutexGuard<'_, VecDeque<usize>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn drive_with(&self, waker: &Waker) {
        let mut driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        if !driver.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *driver = Some(waker.clone());
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        {
            // A check has a handful of tasks: looking through all of them is the quickest.
            let mut queue = self.ready.queue();
            if queue.contains(&self.number) {
                return;
            }
            queue.push_back(self.number);
        }
        let driver = self.ready.driver.lock();
        let driver = driver.unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(driver) = driver {
            driver.wake();
        }
    }
}

impl<T> NamedTask<T> {
    /// Whether it is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.outcome.borrow().done
    }
}

impl<T: 'static> Future for NamedTask<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let polled = Outcome::poll(&self.outcome, context);
        polled.map(unboxed)
    }
}
