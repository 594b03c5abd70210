//! What the learner's file must offer:
//! ```
//! pub async fn work_through(
//!     orders: impl Stream<Item = String>,
//!     cook: impl FnMut(String),
//! ) -> usize
//! ```

use exercise::work_through;
use futures::stream::{self, Stream, StreamExt};
use probe::hook::Hook;
use probe::{Fact, Lab, at_most, ms};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Sleep, sleep};

probe::checks! {
    /// On a busy day the others have a turn after every 200 orders at the latest.
    others_have_their_turns,
    /// Every order is cooked, in the order in which they came in, and counted.
    every_order_is_cooked,
    /// On a quiet day an order is cooked when it comes in, and in between the kitchen waits.
    quiet_days,
}

/// As the starter says it; the learner's own constant may say something else by now.
const TURN: u64 = 200;
/// So long only a thread that sleeps takes to cook nothing much.
const NOTICEABLE_MS: u64 = 1_000;
/// Whoever waits asks once and is woken; nobody minds a few times more.
const ASKS: u64 = 5;
/// Whoever asks so often would go on for ever: the clock does not move while somebody runs.
const TOO_OFTEN: u64 = 500;

fn orders(lab: &mut Lab, count: usize) -> Vec<String> {
    let dish = lab.pick(&["stew", "curry", "risotto", "goulash"]);
    (1..=count)
        .map(|table| format!("{dish} for table {table}"))
        .collect()
}

async fn others_have_their_turns(lab: &mut Lab) {
    let many = lab.random().usize(1_201..1_399);
    let queue = stream::iter(orders(lab, many));
    let cooked = lab.hook();
    let run = lab.run(work_through(queue, |_| cooked.call())).await;
    lab.expect_in_one_poll("orders cooked", &cooked, TURN);
    if lab.is_content() {
        lab.expect_no_wait(&format!("cooking {many} orders"), &run, ms(NOTICEABLE_MS));
    }
}

async fn every_order_is_cooked(lab: &mut Lab) {
    for count in [0, lab.random().usize(1..9), lab.random().usize(603..797)] {
        let all = orders(lab, count);
        let mut cooked = Vec::new();
        let run = lab
            .run(work_through(stream::iter(all.clone()), |order| {
                cooked.push(order)
            }))
            .await;
        lab.expect_lines(&format!("the dishes of {count} orders"), cooked, &all);
        lab.expect_eq(&format!("the count of {count} orders"), run.value, count);
        if !lab.is_content() {
            return;
        }
    }
}

/// Some orders at once, then none for a while, then some more.
async fn quiet_days(lab: &mut Lab) {
    let (first, then) = (lab.random().usize(2..6), lab.random().usize(2..6));
    let pause = ms(lab.random().u64(40..90));
    let all = orders(lab, first + then);
    let (early, late) = all.split_at(first);
    let asked = lab.hook();
    let queue = stream::iter(early.to_vec())
        .chain(Pause {
            over: Box::pin(sleep(pause)),
            asked: asked.clone(),
        })
        .chain(stream::iter(late.to_vec()));
    let journal = lab.journal();
    lab.run(work_through(queue, |order| journal.note(order)))
        .await;
    lab.expect_calls(
        "an empty queue was asked for an order",
        asked.calls(),
        at_most(ASKS),
    );
    lab.expect_lines("the dishes of a quiet day", journal.lines(), &all);
    if !lab.is_content() {
        return;
    }
    for (number, cooked_at) in journal.times().into_iter().enumerate() {
        let came_at = if number < first { ms(0) } else { pause };
        if cooked_at > came_at {
            lab.find(Fact::TooSlow {
                what: "an order that came in while the kitchen was idle".into(),
                took_ms: (cooked_at - came_at).as_millis() as u64,
                at_most_ms: 0,
            });
            return;
        }
    }
}

/// Gives no order, and comes to an end when its time is over, or when it was asked too often.
struct Pause {
    over: Pin<Box<Sleep>>,
    asked: Hook,
}

impl Stream for Pause {
    type Item = String;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        self.asked.call();
        if self.asked.calls() > TOO_OFTEN {
            return Poll::Ready(None);
        }
        self.over.as_mut().poll(context).map(|()| None)
    }
}
