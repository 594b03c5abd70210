//! # The clock that strikes
//!
//! A tower clock strikes dings for the quarters and dongs for the hours. Three loops could say
//! that, but the caller asks for one stroke at a time. So `Strikes` keeps its position in fields,
//! and gets harder to read with every loop. Make the strokes come from a generator: write
//! `yield_`, `next` and the loops.
//!
//! A Python generator stays inside its loops. It stops in the middle, at a `yield`, and goes on
//! from there with all its variables. David Beazley showed that coroutines are the same machine,
//! put to another use. It works the other way round too: whatever can stop at an `.await` can be a
//! generator. It needs something to await, which stops the body when it has handed out a value.
//! And it needs something that resumes the body when the next value is asked for.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

/// The way without generators: everything that the three loops know is in fields.
pub struct Strikes {
    pub hour: u32,
    pub last: u32,
    pub quarter: u32,
    pub struck: u32,
}

impl Iterator for Strikes {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        while self.hour <= self.last {
            self.struck += 1;
            match self.quarter {
                1..=4 if self.struck <= self.quarter => return Some("ding"),
                5 if self.struck <= self.hour => return Some("dong"),
                1..=4 => self.quarter += 1,
                _ => (self.hour, self.quarter) = (self.hour + 1, 1),
            }
            self.struck = 0;
        }
        None
    }
}

/// The body of a generator hands out its values through this.
pub struct Co<T>(Rc<Cell<Option<T>>>);

impl<T> Co<T> {
    /// Hands out `value`, then stops until the next one is asked for.
    pub async fn yield_(&self, value: T) {
        // TODO: stop here.
        self.0.set(Some(value));
    }
}

/// An iterator over the values of a body, which are made one at a time.
pub struct Generator<T, F> {
    pub handed_out: Rc<Cell<Option<T>>>,
    pub body: Pin<Box<F>>,
}

/// Makes a generator of what `body` hands out.
pub fn generate<T, F: Future<Output = ()>>(body: impl FnOnce(Co<T>) -> F) -> Generator<T, F> {
    let handed_out = Rc::new(Cell::new(None));
    let body = Box::pin(body(Co(handed_out.clone())));
    Generator { handed_out, body }
}

impl<T, F: Future<Output = ()>> Iterator for Generator<T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // TODO: resume the body until it has handed out its next value, or is done.
        None
    }
}

/// Hands out the strokes of the hours from `first` to `last`. In each hour the quarters strike
/// one, two, three and four dings. Then come as many dongs as the hour says.
pub async fn strikes(co: Co<&'static str>, first: u32, last: u32) {
    // TODO: write the three loops. Then you can delete `Strikes`.
    if first <= last {
        co.yield_("ding").await;
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
