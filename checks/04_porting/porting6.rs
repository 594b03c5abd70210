//! What the learner's file must offer:
//! ```
//! pub async fn open_shop<P>(
//!     orders: smol::channel::Receiver<String>,
//!     print: impl Fn(String) -> P,
//! ) -> usize
//! where
//!     P: Future<Output = ()> + Send + 'static,
//! ```

use exercise::open_shop;
use probe::background;
use probe::hook::Hook;
use probe::{Checked, Fact, Lab, Run, at_least, ms};
use smol::channel::{self, Receiver};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::sleep;

probe::checks! {
    /// Every order is printed to the end, even if the shop has closed by then.
    every_order_is_printed: wall_clock,
    /// The shop doesn't wait for the presses before it takes the next order or closes.
    nobody_waits_for_the_presses: wall_clock,
    /// While the shop is open, each order starts printing at once, alongside the others.
    each_order_goes_on_a_press: wall_clock,
    /// Printing many orders doesn't take a thread for each.
    no_thread_for_each_order: wall_clock,
    /// The shop needs no runtime but smol.
    smol_is_all_it_needs: wall_clock,
}

/// The presses stand still until the shop closes. If it does not close, they start after this long.
/// No right answer ever waits for it.
const PATIENCE: Duration = ms(500);
/// How long the presses may stand still after the shop has closed.
const A_LITTLE: Duration = ms(100);
/// What is not printed by then never will be. No right answer waits for this either.
const LONG: Duration = Duration::from_secs(2);
/// How many turns another task gets while a shop waits, even on a slow machine.
const BEATS: u64 = 5;

/// An order on its press, which records how it ended.
struct OnThePress {
    order: String,
    printed: bool,
    presses: Presses,
}

impl Drop for OnThePress {
    fn drop(&mut self) {
        let order = std::mem::take(&mut self.order);
        self.presses.ended().push((order, self.printed));
    }
}

/// The presses, which all wait for the same power.
#[derive(Clone)]
struct Presses {
    /// Has no permits: closing it switches the power on.
    power: Arc<Semaphore>,
    steps: Hook,
    ended: Arc<Mutex<Vec<Ended>>>,
}

/// An order, and whether it was printed, or else dropped unfinished.
type Ended = (String, bool);

impl Presses {
    fn new(lab: &Lab) -> Self {
        Self {
            power: Arc::new(Semaphore::new(0)),
            steps: lab.hook(),
            ended: Arc::default(),
        }
    }

    fn ended(&self) -> MutexGuard<'_, Vec<Ended>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn any_lost(&self) -> bool {
        self.ended().iter().any(|(_, printed)| !printed)
    }

    /// What the shop is given to print with.
    fn print(&self) -> impl Fn(String) -> Printing + Clone + Send + Sync + use<> {
        let presses = self.clone();
        move |order| {
            let press = OnThePress {
                order,
                printed: false,
                presses: presses.clone(),
            };
            Box::pin(async move {
                // Moves the whole value in here; otherwise it would be dropped at the call.
                let mut press = press;
                let presses = press.presses.clone();
                presses.steps.call();
                let _switched_on = presses.power.acquire().await;
                press.printed = true;
            })
        }
    }

    /// The printed orders, once all `orders` of them have ended or are overdue.
    async fn printed(&self, orders: usize) -> Vec<String> {
        until(&|| self.ended().len() >= orders, LONG).await;
        let mut printed = Vec::new();
        for (order, is_printed) in self.ended().iter().take(orders) {
            if *is_printed {
                printed.push(order.clone());
            }
        }
        printed.sort_unstable();
        printed
    }
}

/// Waits until `it_is`, for no longer than `patience`. Returns whether it is.
async fn until(it_is: &dyn Fn() -> bool, patience: Duration) -> bool {
    let evening = Instant::now() + patience;
    while !it_is() && Instant::now() < evening {
        sleep(ms(1)).await;
    }
    it_is()
}

/// The same, for a plain thread.
fn hold_until(it_is: &dyn Fn() -> bool, patience: Duration) -> bool {
    let evening = Instant::now() + patience;
    while !it_is() && Instant::now() < evening {
        thread::sleep(ms(1));
    }
    it_is()
}

type Printing = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a day recorded on which the presses stood still.
struct Seen {
    run: Run<usize>,
    beats: u64,
    /// If the shop did not close before the presses started: how many orders were on them by then.
    kept_waiting: Option<u64>,
    printed: Vec<String>,
    /// Some orders were dropped unfinished.
    any_lost: bool,
    threads: u64,
}

fn orders(lab: &mut Lab, count: usize) -> Vec<String> {
    let thing = lab.pick(&["tickets", "flyers", "labels", "cards"]);
    let mut orders = Vec::new();
    for number in 1..=count {
        orders.push(format!("{number}00 {thing}"));
    }
    orders
}

/// All orders in a channel that is closed behind the last.
fn at_the_door(orders: &[String]) -> Receiver<String> {
    let (door, inside) = channel::unbounded();
    for order in orders {
        // The channel is unbounded.
        let _sent = door.try_send(order.clone());
    }
    inside
}

async fn day(lab: &mut Lab, orders: &[String]) -> Seen {
    let presses = Presses::new(lab);
    let closed = Arc::new(AtomicBool::new(false));
    let (there, closing) = (presses.clone(), closed.clone());
    // A thread of its own: the shop may block this one.
    let switch = background::thread(move || {
        let in_time = hold_until(&|| closing.load(Ordering::Relaxed), PATIENCE);
        let on_the_presses = there.steps.calls();
        there.power.close();
        (!in_time).then_some(on_the_presses)
    });
    let heart = lab.heartbeat(ms(5));
    let run = lab
        .run(open_shop(at_the_door(orders), presses.print()))
        .await;
    let beats = heart.beats();
    // Code with threads of its own may start a little later.
    let all_begun = || presses.steps.calls() as usize >= orders.len();
    until(&all_begun, A_LITTLE).await;
    closed.store(true, Ordering::Relaxed);
    let kept_waiting = switch.join().unwrap_or_default();
    let printed = presses.printed(orders.len()).await;
    Seen {
        run,
        beats,
        kept_waiting,
        printed,
        any_lost: presses.any_lost(),
        threads: presses.steps.threads(),
    }
}

async fn every_order_is_printed(lab: &mut Lab) -> Checked {
    let count = lab.random().usize(3..7);
    let orders = orders(lab, count);
    let seen = day(lab, &orders).await;
    let what = match seen.any_lost {
        true => "the printed orders (the tasks of the others were dropped before they finished)",
        false => "the printed orders",
    };
    lab.expect_lines(what, &seen.printed, &orders)?;
    lab.expect_eq(
        "the returned number of orders",
        seen.run.value,
        orders.len(),
    )
}

async fn nobody_waits_for_the_presses(lab: &mut Lab) -> Checked {
    let count = lab.random().usize(9..40);
    let orders = orders(lab, count);
    let seen = day(lab, &orders).await;
    let Some(on_the_presses) = seen.kept_waiting else {
        return Ok(());
    };
    if seen.beats < BEATS {
        return lab.find(Fact::ExecutorHeld {
            what: "the shop".into(),
            longest_poll_real_ms: seen.run.longest_poll.as_millis() as u64,
            beats: seen.beats,
            at_least_beats: BEATS,
        });
    }
    let what = if on_the_presses < orders.len() as u64 {
        "taking the next order while the presses stand still"
    } else {
        "closing the shop while the presses stand still"
    };
    lab.find(Fact::TooSlow {
        what: what.into(),
        took_ms: seen.run.took.as_millis() as u64,
        at_most_ms: 0,
    })
}

async fn each_order_goes_on_a_press(lab: &mut Lab) -> Checked {
    let count = lab.random().usize(9..40);
    let orders = orders(lab, count);
    let presses = Presses::new(lab);
    let (door, inside) = channel::unbounded();
    let (there, count) = (presses.clone(), orders.len() as u64);
    let door_closed = Arc::new(AtomicBool::new(false));
    let closing = door_closed.clone();
    // A thread of its own: the shop may block this one.
    let customers = background::thread(move || {
        // The shop has opened, and waits.
        thread::sleep(A_LITTLE / 5);
        for order in orders {
            // The channel is unbounded.
            let _sent = door.try_send(order);
        }
        let enough = || there.steps.calls() >= count || there.any_lost();
        hold_until(&enough, LONG);
        let while_open = there.steps.calls().min(count);
        closing.store(true, Ordering::Release);
        door.close();
        there.power.close();
        while_open
    });
    lab.run(open_shop(inside, presses.print())).await;
    if !door_closed.load(Ordering::Acquire) {
        return lab.find(Fact::Broken {
            what: "a moment without an order".into(),
            broken: "the shop returned, though its channel was still open".into(),
        });
    }
    let while_open = customers.join().unwrap_or_default();
    // Another check reports orders that were dropped.
    if !presses.any_lost() {
        let what = "starts of a press while the shop is open";
        lab.expect_calls(what, while_open, at_least(count))?;
    }
    Ok(())
}

async fn no_thread_for_each_order(lab: &mut Lab) -> Checked {
    let orders = orders(lab, 9);
    let seen = day(lab, &orders).await;
    // smol has one thread of its own, unless the environment asks for more.
    let own = std::env::var("SMOL_THREADS").ok();
    let own = own.and_then(|own| own.parse().ok()).unwrap_or(1);
    lab.expect_threads("printing 9 orders", seen.threads, own)
}

async fn smol_is_all_it_needs(lab: &mut Lab) -> Checked {
    let orders = orders(lab, 3);
    let presses = Presses::new(lab);
    presses.power.close();
    let (inside, print) = (at_the_door(&orders), presses.print());
    let shop = background::thread(|| smol::block_on(open_shop(inside, print)));
    if !until(&|| shop.is_done(), LONG).await {
        return lab.find(Fact::Lost {
            what: "a shop that runs on smol alone".into(),
            missing: vec!["its return".into()],
            got: Vec::new(),
        });
    }
    match shop.join() {
        Ok(taken) => lab.expect_eq("the returned number of orders", taken, orders.len()),
        Err(message) => lab.find(Fact::Panicked { message }),
    }
}
