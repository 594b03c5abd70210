//! # The clock that strikes
//!
//! The body itself checks whether its value has been taken, and only then goes on. `now_or_never`
//! polls once, and a fused future may be polled past its end.

use futures::FutureExt;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// The body of a generator hands out its values through this.
pub struct Co<T>(Rc<RefCell<Option<T>>>);

impl<T> Co<T> {
    /// Hands out `value`, then stops until the next one is asked for.
    pub async fn yield_(&self, value: T) {
        *self.0.borrow_mut() = Some(value);
        poll_fn(|_| match &*self.0.borrow() {
            Some(_) => Poll::Pending,
            None => Poll::Ready(()),
        })
        .await;
    }
}

/// Makes a generator of what `body` hands out.
pub fn generate<T, F>(body: impl FnOnce(Co<T>) -> F) -> impl Iterator<Item = T>
where
    F: Future<Output = ()>,
{
    let handed_out = Rc::new(RefCell::new(None));
    let mut body = Box::pin(body(Co(handed_out.clone())).fuse());
    std::iter::from_fn(move || {
        let _over = body.as_mut().now_or_never();
        handed_out.borrow_mut().take()
    })
}

const QUARTERS: [&[&str]; 4] = [
    &["ding"],
    &["ding", "ding"],
    &["ding", "ding", "ding"],
    &["ding", "ding", "ding", "ding"],
];

async fn strike_all(co: &Co<&'static str>, strokes: &[&'static str]) {
    for stroke in strokes {
        co.yield_(stroke).await;
    }
}

/// Hands out the strokes of the hours from `first` to `last`. In each hour the quarters strike
/// one, two, three and four dings. Then come as many dongs as the hour says.
pub async fn strikes(co: Co<&'static str>, first: u32, last: u32) {
    for hour in first..=last {
        for quarter in QUARTERS {
            strike_all(&co, quarter).await;
        }
        strike_all(&co, &vec!["dong"; hour as usize]).await;
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
