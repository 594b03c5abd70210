//! What the learner's file must offer:
//! ```
//! /// Takes every order from `orders` and hands it to `cook`, with at most ten waiting between.
//! pub async fn kitchen<T>(orders: impl Iterator<Item = T>, cook: impl AsyncFn(T))
//! ```

use probe::{Checked, Lab, ms};

probe::checks! {
    /// A slow cook slows the waiter down: at most twelve orders are under way.
    the_waiter_waits,
}

async fn the_waiter_waits(lab: &mut Lab) -> Checked {
    let gauge = lab.gauge();
    let orders = (0..200).map(|_| gauge.enter());
    let cook = async |order| {
        tokio::time::sleep(ms(10)).await;
        drop(order);
    };
    exercise::kitchen(orders, cook).await;
    lab.expect_at_once("orders taken and not cooked", gauge.most(), 12)
}
