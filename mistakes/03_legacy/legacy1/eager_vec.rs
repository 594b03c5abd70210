//! expects: failed/ran-early
//! Makes all the values together with the generator, and keeps them in a `Vec`.

use std::cell::RefCell;
use std::rc::Rc;

/// The body of a generator hands out its values through this.
pub struct Co<T>(Rc<RefCell<Vec<T>>>);

impl<T> Co<T> {
    /// Hands out `value`, then stops until the next one is asked for.
    pub async fn yield_(&self, value: T) {
        self.0.borrow_mut().push(value);
    }
}

/// Makes a generator of what `body` hands out.
pub fn generate<T, F>(body: impl FnOnce(Co<T>) -> F) -> impl Iterator<Item = T>
where
    F: Future<Output = ()>,
{
    let all = Rc::new(RefCell::new(Vec::new()));
    futures::executor::block_on(body(Co(all.clone())));
    all.take().into_iter()
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
