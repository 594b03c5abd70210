//! Wakes itself before it returns `Pending`.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Countdown(pub u32);

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'static str> {
        if self.0 == 0 {
            return Poll::Ready("lift-off");
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
