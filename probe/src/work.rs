//! Work: a future of whatever type, that gives whatever it gives, as one type.
//!
//! Generic code is compiled for each type that it is given. For the learner's, this is done with each check
//! anew, and also for all of tokio's that it calls, so a check hands all its futures over as work:
//!
//! ```
//! # mod exercise {
//! #     pub fn run<F: Future>(work: F) -> F::Output {
//! #         tokio::runtime::LocalRuntime::new().unwrap().block_on(work)
//! #     }
//! # }
//! use probe::work::{boxed, unboxed};
//!
//! fn run<T: 'static>(work: impl Future<Output = T>) -> T {
//!     unboxed(exercise::run(boxed(work)))
//! }
//! # assert_eq!(run(async { 7 }), 7);
//! ```
//!
//! What tokio does with it is compiled with the probe (see [`crate::instances`]). Work may borrow, and it is not
//! `Send`, so that the compiler refuses learner's code that asks for it. It says nothing of a future's size.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

/// A future of whatever type.
pub type Work<'a> = Pin<Box<dyn Future<Output = Given> + 'a>>;

/// What it gives.
pub type Given = Box<dyn Any>;

/// As work.
pub fn boxed<'a, T: 'static>(future: impl Future<Output = T> + 'a) -> Work<'a> {
    Box::pin(async { Box::new(future.await) as Given })
}

/// As a future of no value: what it gives is left in `place`. So an answer may ask of the value all that it
/// likes.
pub fn into_place<'a, T: 'a>(
    place: &'a mut Option<T>,
    future: impl Future<Output = T> + 'a,
) -> Pin<Box<dyn Future<Output = ()> + 'a>> {
    Box::pin(async { *place = Some(future.await) })
}

/// Whether `future` panics on the way to its end.
#[must_use]
pub fn panics<'a>(
    mut future: Pin<Box<dyn Future<Output = ()> + 'a>>,
) -> Pin<Box<dyn Future<Output = bool> + 'a>> {
    Box::pin(poll_fn(move |context| {
        let poll = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        match poll {
            Ok(poll) => poll.map(|()| false),
            Err(_) => Poll::Ready(true),
        }
    }))
}

/// What the future gave that the work was made from.
///
/// # Panics
/// When it gave something else.
#[must_use]
pub fn unboxed<T: 'static>(given: Given) -> T {
    match given.downcast() {
        Ok(value) => *value,
        Err(_) => panic!("the work was made from another future"),
    }
}

#[cfg(test)]
mod tests {
    use super::{boxed, unboxed};
    use std::rc::Rc;

    #[tokio::test]
    async fn work_gives_what_its_future_gives_and_may_borrow_and_need_not_be_send() {
        let mut polled = 0;
        let work = boxed(async {
            polled += 1;
            tokio::task::yield_now().await;
            Rc::new(7)
        });
        assert_eq!(unboxed::<Rc<i32>>(work.await), Rc::new(7));
        assert_eq!(polled, 1);
    }
}
