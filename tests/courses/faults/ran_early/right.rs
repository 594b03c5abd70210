//! Bakes when it is awaited.

use std::future::Future;

pub fn bread(oven: impl Fn()) -> impl Future<Output = ()> {
    async move { oven() }
}
