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
use probe::{Fact, Lab, Run, at_least, ms};
use smol::channel::{self, Receiver};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::sleep;

probe::checks! {
    /// Every order is printed to its end, though the shop may be closed by then.
    every_order_is_printed: wall_clock,
    /// Nobody waits for the presses: the next order is taken, and in the end the shop closes.
    nobody_waits_for_the_presses: wall_clock,
    /// While the shop is open each order goes on a press at once, beside the others.
    each_order_goes_on_a_press: wall_clock,
    /// However many orders are being printed, they need no thread each.
    no_thread_for_each_order: wall_clock,
    /// smol is all that it needs: no other runtime is there.
    smol_is_all_it_needs: wall_clock,
}

/// The presses stand still until the shop is closed. When it does not close, they start after all.
/// No right answer ever waits for it.
const PATIENCE: Duration = ms(500);
/// So long at most the presses stand still when the shop is closed.
const A_LITTLE: Duration = ms(100);
/// What has not been printed after so long never will be. No right answer waits for it either.
const LONG: Duration = Duration::from_secs(2);
/// So often the other task has a turn while a shop waits, on a machine however slow.
const BEATS: u64 = 5;

/// An order on its press; it tells how it ended.
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
    /// Nobody ever gets a permit: it is closed when the power is switched on.
    power: Arc<Semaphore>,
    steps: Hook,
    ended: Arc<Mutex<Vec<Ended>>>,
}

/// An order, and whether it was printed or thrown away, on its press or before.
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
    fn print(&self) -> impl Fn(String) -> Printing + Send + use<> {
        let presses = self.clone();
        move |order| {
            let press = OnThePress {
                order,
                printed: false,
                presses: presses.clone(),
            };
            Box::pin(async move {
                // The whole of it moves in here, or it would be dropped at the call.
                let mut press = press;
                let presses = press.presses.clone();
                presses.steps.call();
                let _switched_on = presses.power.acquire().await;
                press.printed = true;
            })
        }
    }

    /// Of so many orders, those that were printed; each of them tells how it ended, or never does.
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

/// Waits until it is so, or has not been for so long; says whether it is.
async fn until(it_is: &dyn Fn() -> bool, patience: Duration) -> bool {
    let evening = Instant::now() + patience;
    while !it_is() && Instant::now() < evening {
        sleep(ms(1)).await;
    }
    it_is()
}

/// The same for a thread of its own.
fn hold_until(it_is: &dyn Fn() -> bool, patience: Duration) -> bool {
    let evening = Instant::now() + patience;
    while !it_is() && Instant::now() < evening {
        thread::sleep(ms(1));
    }
    it_is()
}

type Printing = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// What was seen of a day with the presses standing still.
struct Seen {
    run: Run<usize>,
    beats: u64,
    /// When the shop did not close before the presses were started: how many orders had been taken
    /// to them by then.
    kept_waiting: Option<u64>,
    printed: Vec<String>,
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

/// All of them wait at the door, which is locked behind the last.
fn at_the_door(orders: &[String]) -> Receiver<String> {
    let (door, inside) = channel::unbounded();
    for order in orders {
        // There is room without end.
        let _sent = door.try_send(order.clone());
    }
    inside
}

async fn day(lab: &mut Lab, orders: &[String]) -> Seen {
    let presses = Presses::new(lab);
    let closed = Arc::new(AtomicBool::new(false));
    let (there, closing) = (presses.clone(), closed.clone());
    // A thread of its own: the shop may hold this one.
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
    // Whoever has threads to spare may begin a little later.
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
        threads: presses.steps.threads(),
    }
}

async fn every_order_is_printed(lab: &mut Lab) {
    let count = lab.random().usize(3..7);
    let orders = orders(lab, count);
    let seen = day(lab, &orders).await;
    lab.expect_lines("the printed orders", &seen.printed, &orders);
    lab.expect_eq("the number of orders", seen.run.value, orders.len());
}

async fn nobody_waits_for_the_presses(lab: &mut Lab) {
    let orders = orders(lab, 4);
    let seen = day(lab, &orders).await;
    let Some(on_the_presses) = seen.kept_waiting else {
        return;
    };
    if seen.beats < BEATS {
        lab.find(Fact::ExecutorHeld {
            what: "the shop".into(),
            longest_poll_real_ms: seen.run.longest_poll.as_millis() as u64,
            beats: seen.beats,
            at_least_beats: BEATS,
        });
        return;
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
    });
}

async fn each_order_goes_on_a_press(lab: &mut Lab) {
    let orders = orders(lab, 4);
    let presses = Presses::new(lab);
    let (door, inside) = channel::unbounded();
    let (there, count) = (presses.clone(), orders.len() as u64);
    // A thread of its own: the shop may hold this one.
    let customers = background::thread(move || {
        for order in orders {
            // There is room without end.
            let _sent = door.try_send(order);
        }
        let enough = || there.steps.calls() >= count || there.any_lost();
        hold_until(&enough, LONG);
        let while_open = there.steps.calls().min(count);
        door.close();
        there.power.close();
        while_open
    });
    lab.run(open_shop(inside, presses.print())).await;
    let while_open = customers.join().unwrap_or_default();
    // What becomes of an order that was thrown away is another promise.
    if !presses.any_lost() {
        let what = "starts of a press while the shop is open, for 4 orders";
        lab.expect_calls(what, while_open, at_least(count));
    }
}

async fn no_thread_for_each_order(lab: &mut Lab) {
    let orders = orders(lab, 9);
    let seen = day(lab, &orders).await;
    // Of smol's own threads there is one, unless somebody has asked for more.
    let own = std::env::var("SMOL_THREADS").ok();
    let own = own.and_then(|own| own.parse().ok()).unwrap_or(1);
    lab.expect_threads("the printing of 9 orders", seen.threads, own);
}

async fn smol_is_all_it_needs(lab: &mut Lab) {
    let orders = orders(lab, 3);
    let presses = Presses::new(lab);
    presses.power.close();
    let (inside, print) = (at_the_door(&orders), presses.print());
    let shop = background::thread(|| smol::block_on(open_shop(inside, print)));
    if !until(&|| shop.is_done(), LONG).await {
        return lab.find(Fact::Lost {
            what: "a shop on smol alone".into(),
            missing: vec!["the end of the day".into()],
            got: Vec::new(),
        });
    }
    match shop.join() {
        Ok(taken) => lab.expect_eq("the number of orders", taken, orders.len()),
        Err(message) => lab.find(Fact::Panicked { message }),
    }
}
