//! What the learner's file must offer:
//! ```
//! /// Returns the future that bakes. The caller decides when.
//! pub fn bread(oven: impl Fn()) -> impl Future<Output = ()>
//! ```

use probe::{Fact, Lab};

probe::checks! {
    /// Nothing is baked before the bread is awaited.
    nothing_before_the_await,
}

async fn nothing_before_the_await(lab: &mut Lab) {
    let oven = lab.hook();
    let heat = oven.clone();
    let bread = exercise::bread(move || heat.call());
    if oven.calls() > 0 {
        lab.find(Fact::RanEarly {
            what: "the baking".into(),
        });
        return;
    }
    bread.await;
    lab.expect_calls("the baking", oven.calls(), probe::exactly(1));
}
