//! **interleavings**: a few tasks in every order of their steps.
//!
//! The check's collaborators do their async work in steps, `turns.step("reads the balance")`,
//! and each step waits for its turn. The probe lets all tasks run until each waits, for a turn
//! or for something of tokio (a `Mutex`, a channel), then chooses which step is next. It tries
//! every order of choices, those with the fewest switches between tasks first, on fresh state
//! each time, and asks after each whether what must always hold does. Where there are more
//! orders than it has patience for, it tries as many again that it draws from the check's seed.
//! Tasks that can never go on are a deadlock in that order. The finding shows the bad order with
//! the fewest switches.
//!
//! That a task begins is a step too, without a line of its own. The clock moves only when nobody
//! waits for a turn, so an order in which a timer fires in between is not tried; who then still
//! waits after thirty seconds of the clock is stuck. It cannot see a race between two steps
//! (tasks on one thread switch only where they wait), and what the learner leaves to chance (an
//! unbiased `select!`) stays chance.
//!
//! Why not loom or shuttle: both run code that uses *their* threads, locks and atomics in place
//! of the real ones, and a learner's file uses tokio's.
//!
//! ```
//! use probe::{Checked, Lab, Turns};
//! use std::sync::{Arc, Mutex};
//!
//! # mod exercise {
//! #     pub trait Ledger {
//! #         async fn read(&self) -> i64;
//! #         async fn take(&self, coins: i64);
//! #     }
//! #     pub async fn withdraw(ledger: std::sync::Arc<impl Ledger>, coins: i64) {
//! #         ledger.read().await;
//! #         ledger.take(coins).await;
//! #     }
//! # }
//! /// What the learner's code calls.
//! struct Account {
//!     coins: Mutex<i64>,
//!     turns: Turns,
//! }
//!
//! impl exercise::Ledger for Account {
//!     async fn read(&self) -> i64 {
//!         let read = || *self.coins.lock().unwrap();
//!         self.turns.step_giving("reads the balance", read).await
//!     }
//! #   async fn take(&self, coins: i64) {
//! #       *self.coins.lock().unwrap() -= coins;
//! #   }
//! }
//!
//! probe::checks! {
//!     /// Two visitors at once never take more than there is.
//!     nobody_overdraws,
//! }
//!
//! async fn nobody_overdraws(lab: &mut Lab) -> Checked {
//!     lab.every_order(
//!         "the two withdrawals",
//!         |turns| Arc::new(Account { coins: Mutex::new(100), turns: turns.clone() }),
//!         |account, cast| {
//!             cast.add("Ann", exercise::withdraw(Arc::clone(account), 80));
//!             cast.add("Bob", exercise::withdraw(Arc::clone(account), 50));
//!         },
//!         async |account| match *account.coins.lock().unwrap() {
//!             0.. => Ok(()),
//!             coins => Err(format!("the balance is {coins}")),
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
use report::{Fact, Place};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::timeout;

/// So many orders are tried one by one, and as many more are drawn where there are more.
const MOST_ORDERS: u64 = 1_000;

/// An order with more steps than this does not come to an end.
const MOST_STEPS: usize = 1_000;

/// Tasks that wait for no turn and are not woken in this time are stuck. Short, so that a
/// deadlock in each of two thousand orders still fits the check's own day.
const PATIENCE: Duration = Duration::from_secs(30);

/// Nobody was woken in so many turns of the runtime: all wait.
const QUIET: u32 = 2;

/// Who acts when the probe polls none of its tasks: one that the learner's code spawned.
const SPAWNED: usize = usize::MAX;

/// Whose turn it is; clones are the same. For the check's collaborators.
#[derive(Clone, Default)]
pub struct Turns {
    table: Arc<Mutex<Table>>,
    /// Told when a step begins to wait, and when a task is woken.
    news: Arc<Notify>,
}

#[derive(Default)]
struct Table {
    names: Vec<String>,
    /// The task that is being polled.
    acting: Option<usize>,
    waiting: Vec<Ticket>,
    tickets: u64,
    /// Tickets whose turn has come, with the line of each in the log.
    called: Vec<(u64, usize)>,
    log: Vec<String>,
}

struct Ticket {
    number: u64,
    who: usize,
    what: String,
    waker: Waker,
}

impl Turns {
    /// Waits until it is this step's turn. `what` follows the task's name: "writes 20".
    pub async fn step(&self, what: &str) {
        self.turn(what).await;
    }

    /// Waits until it is this step's turn, then acts and shows what that gives: "reads the
    /// balance: 100".
    pub async fn step_giving<T: Display>(&self, what: &str, act: impl FnOnce() -> T) -> T {
        let line = self.turn(what).await;
        let value = act();
        self.table().log[line].push_str(&format!(": {value}"));
        value
    }

    /// Waits for a turn; gives its line in the log.
    fn turn<'a>(&'a self, what: &'a str) -> Turn<'a> {
        Turn {
            turns: self,
            what,
            ticket: None,
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tasks of those who wait for a turn: by task, then as they came.
    fn waiting(&self) -> Vec<usize> {
        let mut table = self.table();
        table
            .waiting
            .sort_by_key(|ticket| (ticket.who, ticket.number));
        table.waiting.iter().map(|ticket| ticket.who).collect()
    }

    /// Lets the one at `at` of [`Self::waiting`] go on.
    fn call(&self, at: usize) {
        let mut table = self.table();
        let ticket = table.waiting.remove(at);
        let name = table.names.get(ticket.who);
        let line = format!(
            "{} {}",
            name.map_or("a spawned task", |name| name),
            ticket.what
        );
        table.log.push(line);
        let line = table.log.len() - 1;
        table.called.push((ticket.number, line));
        drop(table);
        ticket.waker.wake();
    }
}

/// One step that waits.
struct Turn<'a> {
    turns: &'a Turns,
    what: &'a str,
    ticket: Option<u64>,
}

impl Future for Turn<'_> {
    type Output = usize;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<usize> {
        let mut table = self.turns.table();
        let Some(number) = self.ticket else {
            table.tickets += 1;
            let number = table.tickets;
            let ticket = Ticket {
                number,
                who: table.acting.unwrap_or(SPAWNED),
                what: self.what.to_owned(),
                waker: context.waker().clone(),
            };
            table.waiting.push(ticket);
            drop(table);
            self.turns.news.notify_one();
            self.ticket = Some(number);
            return Poll::Pending;
        };
        if let Some(at) = table
            .called
            .iter()
            .position(|(called, _)| *called == number)
        {
            let (_, line) = table.called.swap_remove(at);
            drop(table);
            self.ticket = None;
            return Poll::Ready(line);
        }
        if let Some(ticket) = table
            .waiting
            .iter_mut()
            .find(|ticket| ticket.number == number)
        {
            ticket.waker.clone_from(context.waker());
        }
        Poll::Pending
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // A cancelled step takes no turn.
        if let Some(number) = self.ticket {
            let mut table = self.turns.table();
            table.waiting.retain(|ticket| ticket.number != number);
            table.called.retain(|(called, _)| *called != number);
        }
    }
}

/// The tasks of one run.
#[derive(Default)]
pub struct Cast(Vec<(String, Task)>);

type Task = Pin<Box<dyn Future<Output = ()>>>;

impl Cast {
    /// One more task. `name` begins the line of each of its steps: "Ann".
    pub fn add<F: Future + 'static>(&mut self, name: &str, task: F) {
        let task = async move { drop(task.await) };
        self.0.push((name.to_owned(), Box::pin(task)));
    }
}

/// What was tried.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Orders {
    /// How many orders were run.
    pub tried: u64,
    /// How many of them left something broken.
    pub broken: u64,
    /// How many there are: exactly when all were tried, else estimated from those that were
    /// drawn.
    pub of: u64,
}

/// One order, run to its end.
struct Played {
    log: Vec<String>,
    /// The choice at each step: which of how many, and who each of them was.
    choices: Vec<(usize, Vec<usize>)>,
    switches: usize,
    ended: Result<(), String>,
    stuck: bool,
    place: Option<Place>,
}

/// What to play first; the rest is the run's own choice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Plan {
    /// No order that begins so has fewer.
    switches: usize,
    /// Plans of as many switches are played in the order in which they were found.
    found: u64,
    prefix: Vec<usize>,
}

impl Lab {
    /// `holds` on what the tasks of `cast` leave behind of `fresh` state, in whatever order they
    /// take their turns, and they all come to their end: [`Fact::BrokenByOrder`]. `holds` says
    /// what is wrong in a sentence without its full stop.
    pub async fn every_order<S>(
        &mut self,
        what: &str,
        fresh: impl Fn(&Turns) -> S,
        cast: impl Fn(&S, &mut Cast),
        holds: impl AsyncFn(&S) -> Result<(), String>,
    ) -> Checked {
        self.orders(what, fresh, cast, holds).await;
        self.so_far()
    }

    async fn orders<S>(
        &mut self,
        what: &str,
        fresh: impl Fn(&Turns) -> S,
        cast: impl Fn(&S, &mut Cast),
        holds: impl AsyncFn(&S) -> Result<(), String>,
    ) -> Orders {
        let watch = self.poll_watch();
        let source = self.source().to_owned();
        let play = async |next: &mut dyn FnMut(&Chance<'_>) -> usize, trace: bool| {
            let source = trace.then_some(source.as_str());
            play(&fresh, &cast, &holds, next, &watch, source).await
        };
        let mut tally = Tally::default();
        let mut plans = BinaryHeap::from([Reverse(Plan {
            switches: 0,
            found: 0,
            prefix: Vec::new(),
        })]);
        let mut found = 0;
        while tally.orders.tried < MOST_ORDERS
            && let Some(Reverse(plan)) = plans.pop()
        {
            let played = play(&mut |chance| chance.planned(&plan.prefix), false).await;
            plans.extend(played.others(plan.prefix.len(), &mut found));
            tally.add(&played);
        }
        tally.orders.of = tally.orders.tried;
        if !plans.is_empty() {
            let mut drawn = fastrand::Rng::with_seed(self.random().u64(..));
            let mut estimates = 0.0;
            for _ in 0..MOST_ORDERS {
                let played = play(&mut |chance| drawn.usize(..chance.waiting.len()), false).await;
                estimates += played.as_one_of();
                tally.add_drawn(&played);
            }
            tally.estimate(estimates / MOST_ORDERS as f64);
        }
        if let Some((_, worst)) = tally.worst {
            // Once more, to see where those wait who cannot go on.
            let played = play(&mut |chance| chance.planned(&worst), true).await;
            let fact = Fact::BrokenByOrder {
                what: what.into(),
                steps: played.log,
                broken: played.ended.err().unwrap_or_else(|| {
                    "it is not so each time: something is left to chance".to_owned()
                }),
                stuck: played.stuck,
                tried: tally.orders.tried,
                broken_orders: tally.orders.broken,
                of_orders: tally.orders.of,
            };
            self.note_at(fact, played.place);
        }
        tally.orders
    }
}

/// What was seen so far.
#[derive(Default)]
struct Tally {
    orders: Orders,
    seen: HashSet<Vec<usize>>,
    /// The choices of the bad order with the fewest switches, then with the fewest steps.
    worst: Option<((usize, usize), Vec<usize>)>,
}

impl Tally {
    fn add(&mut self, played: &Played) {
        let choices: Vec<usize> = played.choices.iter().map(|(taken, _)| *taken).collect();
        self.orders.tried += 1;
        if played.ended.is_err() {
            self.orders.broken += 1;
            let length = (played.switches, played.log.len());
            if self.worst.as_ref().is_none_or(|(least, _)| length < *least) {
                self.worst = Some((length, choices.clone()));
            }
        }
        self.seen.insert(choices);
    }

    /// The same order drawn again is no other order.
    fn add_drawn(&mut self, played: &Played) {
        let choices: Vec<usize> = played.choices.iter().map(|(taken, _)| *taken).collect();
        if !self.seen.contains(&choices) {
            self.add(played);
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate; what is too large becomes the largest"
    )]
    fn estimate(&mut self, mean: f64) {
        self.orders.of = (mean as u64).max(self.orders.tried + 1);
    }
}

impl Played {
    /// The orders that part from this one after the first `planned` choices.
    fn others(&self, planned: usize, found: &mut u64) -> Vec<Reverse<Plan>> {
        let mut plans = Vec::new();
        let (mut switches, mut last) = (0, None);
        for (at, (taken, waiting)) in self.choices.iter().enumerate() {
            let costs = |who: usize| usize::from(last.is_some_and(|last| last != who));
            for other in (0..waiting.len()).filter(|other| at >= planned && other != taken) {
                let before = self.choices[..at].iter().map(|(taken, _)| *taken);
                *found += 1;
                plans.push(Reverse(Plan {
                    switches: switches + costs(waiting[other]),
                    found: *found,
                    prefix: before.chain([other]).collect(),
                }));
            }
            switches += costs(waiting[*taken]);
            last = Some(waiting[*taken]);
        }
        plans
    }

    /// Of how many orders it would be one, if there were as much to choose in each.
    fn as_one_of(&self) -> f64 {
        let choices = self.choices.iter().map(|(_, waiting)| waiting.len() as f64);
        choices.product()
    }
}

/// A moment at which somebody must be given the next turn.
struct Chance<'a> {
    step: usize,
    waiting: &'a [usize],
    last: Option<usize>,
}

impl Chance<'_> {
    /// As planned; past the plan, whoever acted last goes on.
    fn planned(&self, prefix: &[usize]) -> usize {
        let planned = prefix.get(self.step).copied();
        let same = || self.waiting.iter().position(|who| Some(*who) == self.last);
        // Clamped, for a program that is not the same each time.
        planned
            .or_else(same)
            .unwrap_or(0)
            .min(self.waiting.len() - 1)
    }
}

/// The tasks of one run on their stage. A task that is done is none.
struct Stage {
    turns: Turns,
    actors: Vec<Option<Driven<'static>>>,
}

impl Stage {
    fn open(turns: &Turns, cast: Cast, watch: &PollWatch) -> Self {
        let (names, tasks): (Vec<_>, Vec<_>) = cast.0.into_iter().unzip();
        turns.table().names = names;
        let actors = tasks.into_iter().map(|task| {
            let entrance = turns.clone();
            let entering: Task = Box::pin(async move {
                let line = entrance.turn("").await;
                // To begin is nothing to see.
                entrance.table().log.truncate(line);
                task.await;
            });
            let news = Arc::clone(&turns.news);
            Some(Driven::with_news(
                entering,
                Wakers::Same,
                watch.clone(),
                news,
            ))
        });
        Self {
            turns: turns.clone(),
            actors: actors.collect(),
        }
    }

    /// Lets everybody run until all wait or are done.
    async fn settle(&mut self) {
        let mut quiet = 0;
        loop {
            for (who, actor) in self.actors.iter_mut().enumerate() {
                if actor.as_ref().is_some_and(Driven::is_woken) {
                    quiet = 0;
                    self.turns.table().acting = Some(who);
                    let ended = actor.as_mut().is_some_and(|actor| actor.poll().is_ready());
                    self.turns.table().acting = None;
                    if ended {
                        *actor = None;
                    }
                }
            }
            if quiet == QUIET {
                return;
            }
            quiet += 1;
            yield_now().await;
        }
    }

    fn is_over(&self) -> bool {
        self.actors.iter().all(Option::is_none)
    }

    /// What is said of those who cannot go on, with the first line at which one waits.
    async fn stuck(&mut self, source: Option<&str>) -> (String, Option<Place>) {
        let names = self.turns.table().names.clone();
        let (mut said, mut first) = (Vec::new(), None);
        for (actor, name) in self.actors.iter_mut().zip(names) {
            let Some(actor) = actor else { continue };
            let waits = match source {
                Some(source) => actor.waits(source).await,
                None => Vec::new(),
            };
            said.push(match waits.into_iter().next() {
                Some(wait) => {
                    let at = wait.place.as_ref().map(|place| place.line);
                    let at = at.map_or(String::new(), |line| format!(" at line {line}"));
                    first = first.or(wait.place);
                    format!("{name} waits{at} for {}", wait.on)
                }
                None => format!("{name} waits"),
            });
        }
        (
            format!("{}, and none of them can ever continue", said.join(", ")),
            first,
        )
    }
}

/// Runs the tasks once, on fresh state, asking `next` who has the next turn.
async fn play<S>(
    fresh: &impl Fn(&Turns) -> S,
    cast: &impl Fn(&S, &mut Cast),
    holds: &impl AsyncFn(&S) -> Result<(), String>,
    next: &mut dyn FnMut(&Chance<'_>) -> usize,
    watch: &PollWatch,
    source: Option<&str>,
) -> Played {
    let turns = Turns::default();
    let state = fresh(&turns);
    let mut tasks = Cast::default();
    cast(&state, &mut tasks);
    let mut stage = Stage::open(&turns, tasks, watch);
    let (mut choices, mut switches, mut last) = (Vec::new(), 0, None);
    let mut stuck = false;
    let (ended, place) = loop {
        stage.settle().await;
        let waiting = turns.waiting();
        if choices.len() >= MOST_STEPS {
            break (
                Err(format!("it has not finished after {MOST_STEPS} steps")),
                None,
            );
        }
        if waiting.is_empty() {
            if stage.is_over() {
                let said = timeout(PATIENCE, holds(&state)).await;
                let never = || Err("the next one to use it waits forever".to_owned());
                break (said.unwrap_or_else(|_| never()), None);
            }
            if timeout(PATIENCE, turns.news.notified()).await.is_err() {
                stuck = true;
                let (said, place) = stage.stuck(source).await;
                break (Err(said), place);
            }
            continue;
        }
        let step = choices.len();
        let chance = Chance {
            step,
            waiting: &waiting,
            last,
        };
        let taken = next(&chance);
        let who = waiting[taken];
        switches += usize::from(last.is_some_and(|last| last != who));
        last = Some(who);
        choices.push((taken, waiting));
        turns.call(taken);
    };
    let log = std::mem::take(&mut turns.table().log);
    Played {
        log,
        choices,
        switches,
        ended,
        stuck,
        place,
    }
}

#[cfg(test)]
mod tests;
