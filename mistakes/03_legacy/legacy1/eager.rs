//! expects: failed/wrong-value
//! Makes all the values at once, when the first one is asked for.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;

/// The body of a generator hands out its values through this.
pub struct Co<T>(Rc<RefCell<VecDeque<T>>>);

impl<T> Co<T> {
    /// Hands out `value`, then stops until the next one is asked for.
    pub async fn yield_(&self, value: T) {
        self.0.borrow_mut().push_back(value);
    }
}

/// An iterator over the values of a body, which are made one at a time.
pub struct Generator<T, F> {
    handed_out: Rc<RefCell<VecDeque<T>>>,
    body: Option<Pin<Box<F>>>,
}

/// Makes a generator of what `body` hands out.
pub fn generate<T, F: Future<Output = ()>>(body: impl FnOnce(Co<T>) -> F) -> Generator<T, F> {
    let handed_out = Rc::new(RefCell::default());
    let body = Some(Box::pin(body(Co(handed_out.clone()))));
    Generator { handed_out, body }
}

impl<T, F: Future<Output = ()>> Iterator for Generator<T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        if let Some(body) = self.body.take() {
            futures::executor::block_on(body);
        }
        self.handed_out.borrow_mut().pop_front()
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
