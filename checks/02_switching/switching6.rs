//! What the learner's file must offer:
//! ```
//! pub struct Order { pub dish: String, pub portions: usize }
//! pub async fn work_through(
//!     orders: impl Stream<Item = Order>,
//!     cook: impl FnMut(Order),
//! ) -> usize
//! ```

use exercise::{Order, work_through};
use futures::stream::{self, BoxStream, Stream, StreamExt};
use probe::hook::Hook;
use probe::{Fact, Lab, Run, at_most, lines_of, ms};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Sleep, sleep};

probe::checks! {
    /// On a busy day the others have a turn after every 200 portions at the latest.
    others_have_their_turns,
    /// A turn is worth the switch, fifty portions or more, and nobody waits for the clock.
    switching_is_cheap,
    /// Every order is cooked, in the order in which they came in, and its portions are counted.
    every_order_is_cooked,
    /// On a quiet day an order is cooked when it comes in, and in between the kitchen waits.
    quiet_days,
}

/// As the starter says it; the learner's own constant may say something else by now.
const TURN: u64 = 200;
/// Turns of fewer portions are too short.
const FEW: u64 = 50;
/// No order of this day is larger, so that a turn has room for three of them at least.
const LARGEST: usize = 60;
/// So long only a thread that sleeps takes to cook nothing much.
const NOTICEABLE_MS: u64 = 1_000;
/// Whoever waits asks once and is woken; nobody minds a few times more.
const ASKS: u64 = 5;
/// Whoever asks so often would go on for ever: the clock does not move while somebody runs.
const TOO_OFTEN: u64 = 500;

/// Orders of all sizes, as a table and how many sit at it.
fn orders(lab: &mut Lab, count: usize, largest: usize) -> Vec<(String, usize)> {
    let dish = lab.pick(&["porridge", "lasagne", "risotto", "goulash"]);
    let mut orders = Vec::new();
    for table in 1..=count {
        let portions = lab.random().usize(1..=largest);
        orders.push((format!("{dish} for table {table}"), portions));
    }
    orders
}

/// Boxed, so that what is generic in the queue is compiled once.
type Queue = BoxStream<'static, Order>;

fn queue(orders: &[(String, usize)]) -> Queue {
    let mut queue = Vec::new();
    for (dish, portions) in orders {
        queue.push(Order {
            dish: dish.clone(),
            portions: *portions,
        });
    }
    stream::iter(queue).boxed()
}

async fn work(lab: &mut Lab, queue: Queue, cook: &mut (dyn FnMut(Order) + Send)) -> Run<usize> {
    lab.run(work_through(queue, cook)).await
}

fn dishes(orders: &[(String, usize)]) -> Vec<String> {
    lines_of(orders, |(dish, _)| dish.to_string())
}

fn portions(orders: &[(String, usize)]) -> usize {
    orders.iter().map(|(_, portions)| portions).sum()
}

async fn others_have_their_turns(lab: &mut Lab) {
    let many = lab.random().usize(121..189);
    let cooked = lab.hook();
    let queue = queue(&orders(lab, many, LARGEST));
    let mut cook = |order: Order| {
        for _ in 0..order.portions {
            cooked.call();
        }
    };
    work(lab, queue, &mut cook).await;
    lab.expect_in_one_poll("portions cooked", &cooked, TURN);
}

async fn switching_is_cheap(lab: &mut Lab) {
    let many = lab.random().usize(121..189);
    let all = orders(lab, many, LARGEST);
    let run = work(lab, queue(&all), &mut drop).await;
    let what = format!("cooking {many} orders, {} portions in all,", portions(&all));
    let turns = portions(&all) as u64 / FEW + 1;
    lab.expect_yields(&what, run.yields, at_most(turns));
    lab.expect_no_wait(&what, &run, ms(NOTICEABLE_MS));
}

async fn every_order_is_cooked(lab: &mut Lab) {
    for count in [0, lab.random().usize(1..9), lab.random().usize(53..97)] {
        let all = orders(lab, count, LARGEST);
        let mut cooked = Vec::new();
        let mut cook = |order: Order| cooked.push(order.dish);
        let run = work(lab, queue(&all), &mut cook).await;
        lab.expect_lines(
            &format!("the dishes of {count} orders"),
            &cooked,
            &dishes(&all),
        );
        let what = format!("the number of portions of {count} orders");
        lab.expect_eq(&what, run.value, portions(&all));
        if !lab.is_content() {
            return;
        }
    }
}

/// One small order at once, then none for a while, then some more: all of them fit into one turn.
async fn quiet_days(lab: &mut Lab) {
    let (first, then) = (1, lab.random().usize(2..6));
    let pause = ms(lab.random().u64(40..90));
    let all = orders(lab, first + then, 12);
    let (early, late) = all.split_at(first);
    let asked = lab.hook();
    let silence = Pause {
        over: Box::pin(sleep(pause)),
        asked: asked.clone(),
    };
    let queue = queue(early).chain(silence).chain(queue(late));
    let journal = lab.journal();
    let mut cook = |order: Order| journal.note(order.dish);
    work(lab, queue.boxed(), &mut cook).await;
    lab.expect_calls(
        "an empty queue was asked for an order",
        asked.calls(),
        at_most(ASKS),
    );
    lab.expect_lines("the dishes of a quiet day", &journal.lines(), &dishes(&all));
    if !lab.is_content() {
        return;
    }
    for (number, cooked_at) in journal.times().into_iter().enumerate() {
        let came_at = if number < first { ms(0) } else { pause };
        if cooked_at > came_at {
            lab.find(Fact::TooSlow {
                what: "from coming in to being cooked, an order on a quiet day".into(),
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
    type Item = Order;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Order>> {
        self.asked.call();
        if self.asked.calls() > TOO_OFTEN {
            return Poll::Ready(None);
        }
        self.over.as_mut().poll(context).map(|()| None)
    }
}
