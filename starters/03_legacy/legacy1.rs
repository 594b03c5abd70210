//! # The clock that strikes
//!
//! A tower clock strikes the quarters with a ding and the hours with a dong. Its strokes come out
//! of three loops, but whoever asks for one stroke at a time cannot stay in a loop. So `Strikes`
//! keeps in fields where it is, and with each loop more it gets harder to read.
//!
//! A Python generator stays in its loops: it stops in the middle, at a `yield`, and goes on
//! from there with everything that it knew. David Beazley showed that coroutines are the same
//! machine, used otherwise. Then it works the other way round as well: whatever can stop at an
//! `.await` can be a generator. All that it needs is something to await that stops the body when it
//! has handed out a value, and somebody who lets it go on when the next value is asked for.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

/// How it was done before there were generators: all that the three loops know, in fields.
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

/// With it the body of a generator hands out its values.
pub struct Co<T>(Rc<Cell<Option<T>>>);

impl<T> Co<T> {
    /// Hands out `value`, and stops until the next one is asked for.
    pub async fn yield_(&self, value: T) {
        // TODO: it has to stop here.
        self.0.set(Some(value));
    }
}

/// The values of a body, made one at a time.
pub struct Generator<T, F> {
    pub handed_out: Rc<Cell<Option<T>>>,
    pub body: Pin<Box<F>>,
}

/// A generator of what `body` hands out.
pub fn generate<T, F: Future<Output = ()>>(body: impl FnOnce(Co<T>) -> F) -> Generator<T, F> {
    let handed_out = Rc::new(Cell::new(None));
    let body = Box::pin(body(Co(handed_out.clone())));
    Generator { handed_out, body }
}

impl<T, F: Future<Output = ()>> Iterator for Generator<T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // TODO: the body goes on until it has handed out its next value, or is over.
        None
    }
}

/// The strokes of the hours from `first` to `last`: one ding more at each quarter, up to four at
/// the full hour, and then a dong for each hour.
pub async fn strikes(co: Co<&'static str>, first: u32, last: u32) {
    // TODO: three loops will do. Then `Strikes` can go.
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
