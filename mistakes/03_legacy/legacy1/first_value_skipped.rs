//! expects: failed/lost
//! Runs the body to its first stop when the generator is made, as some Python generators need it,
//! and loses the value handed out there.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Waker};

/// The body of a generator hands out its values through this.
pub struct Co<T>(Rc<Cell<Option<T>>>);

impl<T> Co<T> {
    /// Hands out `value`, then stops until the next one is asked for.
    pub async fn yield_(&self, value: T) {
        self.0.set(Some(value));
        futures::pending!();
    }
}

/// An iterator over the values of a body, which are made one at a time.
pub struct Generator<T, F> {
    handed_out: Rc<Cell<Option<T>>>,
    body: Option<Pin<Box<F>>>,
}

/// Makes a generator of what `body` hands out.
pub fn generate<T, F: Future<Output = ()>>(body: impl FnOnce(Co<T>) -> F) -> Generator<T, F> {
    let handed_out = Rc::new(Cell::new(None));
    let mut body = Box::pin(body(Co(handed_out.clone())));
    let mut context = Context::from_waker(Waker::noop());
    let _stopped = body.as_mut().poll(&mut context);
    let body = Some(body);
    Generator { handed_out, body }
}

impl<T, F: Future<Output = ()>> Iterator for Generator<T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let body = self.body.as_mut()?;
        let mut context = Context::from_waker(Waker::noop());
        if body.as_mut().poll(&mut context).is_ready() {
            self.body = None;
        }
        self.handed_out.take()
    }
}

/// Hands out the strokes of the hours from `first` to `last`. In each hour the quarters strike
/// one, two, three and four dings. Then come as many dongs as the hour says.
pub async fn strikes(co: Co<&'static str>, first: u32, last: u32) {
    for hour in first..=last {
        for quarter in 1..=4 {
            for _ in 0..quarter {
                co.yield_("ding").await;
            }
        }
        for _ in 0..hour {
            co.yield_("dong").await;
        }
    }
}

fn main() {
    for hour in [1, 3] {
        let strokes: Vec<&str> = generate(|co| strikes(co, hour, hour)).collect();
        println!("{}", strokes.join(" "));
    }
    for stroke in generate(|co| strikes(co, 1, 12)).take(2) {
        println!("The clock strikes: {stroke}. All the others are still to come.");
    }
}
