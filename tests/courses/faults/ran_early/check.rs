//! What the learner's file must offer:
//! ```
//! /// Returns the future that bakes. The caller decides when.
//! pub fn bread(oven: impl Fn()) -> impl Future<Output = ()>
//! ```

use probe::{Checked, Fact, Lab};

probe::checks! {
    /// Nothing is baked before the bread is awaited.
    nothing_before_the_await,
}

async fn nothing_before_the_await(lab: &mut Lab) -> Checked {
    let oven = lab.hook();
    let heat = oven.clone();
    let bread = exercise::bread(move || heat.call());
    if oven.calls() > 0 {
        return lab.find(Fact::RanEarly {
            what: "the baking".into(),
        });
    }
    bread.await;
    lab.expect_calls("the baking", oven.calls(), probe::exactly(1))
}
