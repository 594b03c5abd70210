//! A future of whatever type, made one that gives nothing, so that what drives it can be compiled once, with
//! the probe, and not with each check again.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A future whose value is put aside.
pub(crate) struct Kept<'a, F: Future> {
    future: Pin<&'a mut F>,
    value: &'a mut Option<F::Output>,
}

impl<'a, F: Future> Kept<'a, F> {
    /// What `future` gives will be the `value`.
    pub(crate) fn new(future: Pin<&'a mut F>, value: &'a mut Option<F::Output>) -> Self {
        Self { future, value }
    }
}

impl<F: Future> Future for Kept<'_, F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        if this.value.is_none() {
            match this.future.as_mut().poll(context) {
                Poll::Ready(value) => *this.value = Some(value),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(())
    }
}
