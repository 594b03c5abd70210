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
use probe::{Checked, Fact, Lab, Run, at_most, lines_of, ms};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Sleep, sleep};

probe::checks! {
    /// On a busy day, others get a turn after every 200 portions at the latest.
    others_get_their_turns,
    /// Every order is cooked, in order of arrival, and its portions are counted.
    every_order_is_cooked,
    /// On a quiet day an order is cooked when it comes in, and the kitchen waits in between.
    quiet_days,
    /// A turn cooks at least fifty portions on average, and nothing waits on the clock.
    switching_is_cheap,
}

/// The starter's value; the learner may have changed the constant.
const TURN: u64 = 200;
/// Turns of fewer portions are too short.
const FEW: u64 = 50;
/// No order is larger, so a turn has room for at least three.
const LARGEST: usize = 60;
/// Cooking this little takes this long only if the thread sleeps.
const NOTICEABLE_MS: u64 = 1_000;
/// A kitchen that waits polls once and is woken; a few more polls do no harm.
const ASKS: u64 = 5;
/// A kitchen that polls this often would never stop: the clock stands still while anything runs.
const TOO_OFTEN: u64 = 500;

/// Orders of all sizes: each is a dish for a table, and its portions.
fn orders(lab: &mut Lab, count: usize, largest: usize) -> Vec<(String, usize)> {
    let dish = lab.pick(&["porridge", "lasagne", "risotto", "goulash"]);
    let mut orders = Vec::new();
    for table in 1..=count {
        let portions = lab.random().usize(1..=largest);
        orders.push((format!("{dish} for table {table}"), portions));
    }
    orders
}

/// Boxed, so what is generic in the queue is compiled only once.
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

async fn others_get_their_turns(lab: &mut Lab) -> Checked {
    let many = lab.random().usize(121..189);
    let cooked = lab.hook();
    let queue = queue(&orders(lab, many, LARGEST));
    let mut cook = |order: Order| {
        for _ in 0..order.portions {
            cooked.call();
        }
    };
    work(lab, queue, &mut cook).await;
    lab.expect_in_one_poll("portions cooked", &cooked, TURN)
}

async fn switching_is_cheap(lab: &mut Lab) -> Checked {
    // Orders of all sizes, then only small ones: whoever counts orders switches too often there.
    for largest in [LARGEST, 1] {
        let many = lab.random().usize(LARGEST * 2..LARGEST * 3);
        let all = orders(lab, many, largest);
        let run = work(lab, queue(&all), &mut drop).await;
        let portions = portions(&all);
        let what =
            format!("cooking {many} orders of at most {largest} portions, {portions} in all,");
        let turns = portions as u64 / FEW + 1;
        lab.expect_yields(&what, run.yields, at_most(turns))?;
        lab.expect_no_wait(&what, &run, ms(NOTICEABLE_MS))?;
    }
    Ok(())
}

async fn every_order_is_cooked(lab: &mut Lab) -> Checked {
    for count in [0, lab.random().usize(1..9), lab.random().usize(53..97)] {
        let all = orders(lab, count, LARGEST);
        let mut cooked = Vec::new();
        let mut cook = |order: Order| cooked.push(order.dish);
        let run = work(lab, queue(&all), &mut cook).await;
        lab.expect_lines(
            &format!("the dishes of {count} orders"),
            &cooked,
            &dishes(&all),
        )?;
        let what = format!("the number of portions in {count} orders");
        lab.expect_eq(&what, run.value, portions(&all))?;
    }
    Ok(())
}

/// One small order at once, then none for a while, then a few more. All of them fit into one turn.
async fn quiet_days(lab: &mut Lab) -> Checked {
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
    lab.expect_calls("polls of the empty queue", asked.calls(), at_most(ASKS))?;
    lab.expect_lines("the dishes of a quiet day", &journal.lines(), &dishes(&all))?;

    for (number, cooked_at) in journal.times().into_iter().enumerate() {
        let came_at = if number < first { ms(0) } else { pause };
        if cooked_at > came_at {
            return lab.find(Fact::TooSlow {
                what: "an order on a quiet day, from coming in to being cooked,".into(),
                took_ms: (cooked_at - came_at).as_millis() as u64,
                at_most_ms: 0,
            });
        }
    }
    Ok(())
}

/// Has no orders, and ends when its time is up or when it was polled too often.
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
