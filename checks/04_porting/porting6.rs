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
use probe::hook::Hook;
use probe::{Fact, Lab, Run, at_least, ms};
use smol::channel::{self, Receiver, Sender};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc as tokio_mpsc, oneshot};
use tokio::time::{sleep, timeout};

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
    ended: tokio_mpsc::UnboundedSender<(String, bool)>,
    lost: Arc<AtomicBool>,
}

impl Drop for OnThePress {
    fn drop(&mut self) {
        let order = std::mem::take(&mut self.order);
        if !self.printed {
            self.lost.store(true, Ordering::Relaxed);
        }
        // Whoever was told enough is gone.
        let _gone = self.ended.send((order, self.printed));
    }
}

/// The presses, which all wait for the same power.
struct Presses {
    power: Option<Sender<()>>,
    powered: Receiver<()>,
    ended: tokio_mpsc::UnboundedSender<(String, bool)>,
    told: tokio_mpsc::UnboundedReceiver<(String, bool)>,
    steps: Hook,
    /// An order has been thrown away, on its press or before.
    lost: Arc<AtomicBool>,
}

impl Presses {
    fn new(lab: &Lab) -> Self {
        let (power, powered) = channel::bounded(1);
        let (ended, told) = tokio_mpsc::unbounded_channel();
        Self {
            power: Some(power),
            powered,
            ended,
            told,
            steps: lab.hook(),
            lost: Arc::default(),
        }
    }

    /// What the shop is given to print with.
    fn print(&self) -> impl Fn(String) -> Printing + Send + use<> {
        let (powered, ended) = (self.powered.clone(), self.ended.clone());
        let (steps, lost) = (self.steps.clone(), self.lost.clone());
        move |order| {
            let (powered, steps) = (powered.clone(), steps.clone());
            let press = OnThePress {
                order,
                printed: false,
                ended: ended.clone(),
                lost: lost.clone(),
            };
            Box::pin(async move {
                // The whole of it moves in here, or it would be dropped at the call.
                let mut press = press;
                steps.call();
                let _closed = powered.recv().await;
                press.printed = true;
            })
        }
    }

    /// Of so many orders, those that were printed; each of them tells how it ended, or never does.
    async fn printed(&mut self, orders: usize) -> Vec<String> {
        let mut printed = Vec::new();
        for _ in 0..orders {
            match timeout(LONG, self.told.recv()).await {
                Ok(Some((order, true))) => printed.push(order),
                Ok(Some((_, false))) => {}
                _ => break,
            }
        }
        printed.sort_unstable();
        printed
    }
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
    (1..=count)
        .map(|number| format!("{number}00 {thing}"))
        .collect()
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
    let mut presses = Presses::new(lab);
    let steps = presses.steps.clone();
    let (close, closed) = mpsc::channel::<()>();
    let (counted, power) = (steps.clone(), presses.power.take());
    // A thread of its own: the shop may hold this one.
    let switch = thread::spawn(move || {
        let waited = closed.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout);
        let on_the_presses = counted.calls();
        drop(power);
        waited.then_some(on_the_presses)
    });
    let heart = lab.heartbeat(ms(5));
    let run = lab
        .run(open_shop(at_the_door(orders), presses.print()))
        .await;
    let beats = heart.beats();
    // Whoever has threads to spare may begin a little later.
    let begun = async {
        while (steps.calls() as usize) < orders.len() {
            sleep(ms(1)).await;
        }
    };
    let _not_all = timeout(A_LITTLE, begun).await;
    drop(close);
    let kept_waiting = switch.join().unwrap_or_default();
    let printed = presses.printed(orders.len()).await;
    Seen {
        run,
        beats,
        kept_waiting,
        printed,
        threads: steps.threads(),
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
    let mut presses = Presses::new(lab);
    let (door, inside) = channel::unbounded();
    let (steps, lost) = (presses.steps.clone(), presses.lost.clone());
    let (count, power) = (orders.len() as u64, presses.power.take());
    let begun = move || steps.calls().min(count);
    // A thread of its own: the shop may hold this one.
    let customers = thread::spawn(move || {
        for order in orders {
            // There is room without end.
            let _sent = door.try_send(order);
        }
        let evening = Instant::now() + LONG;
        while begun() < count && !lost.load(Ordering::Relaxed) && Instant::now() < evening {
            thread::sleep(ms(1));
        }
        let while_open = begun();
        door.close();
        drop(power);
        while_open
    });
    lab.run(open_shop(inside, presses.print())).await;
    let while_open = customers.join().unwrap_or_default();
    // What becomes of an order that was thrown away is another promise.
    if !presses.lost.load(Ordering::Relaxed) {
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
    let mut presses = Presses::new(lab);
    drop(presses.power.take());
    let (inside, print) = (at_the_door(&orders), presses.print());
    let (tell, told) = oneshot::channel();
    thread::spawn(move || {
        let shop = || smol::block_on(open_shop(inside, print));
        let _gone = tell.send(catch_unwind(AssertUnwindSafe(shop)).map_err(message));
    });
    match timeout(LONG, told).await {
        Ok(Ok(Ok(taken))) => lab.expect_eq("the number of orders", taken, orders.len()),
        Ok(Ok(Err(message))) => lab.find(Fact::Panicked { message }),
        _ => lab.find(Fact::Lost {
            what: "a shop on smol alone".into(),
            missing: vec!["the end of the day".into()],
        }),
    }
}

fn message(panic: Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a value that is not text").to_owned()
}
