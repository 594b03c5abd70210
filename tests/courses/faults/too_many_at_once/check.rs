//! What the learner's file must offer:
//! ```
//! /// Downloads every page, never more than three at a time.
//! pub async fn crawl<F: Future<Output = ()>>(pages: u32, download: impl Fn(u32) -> F)
//! ```

use probe::{Checked, Lab, ms};

probe::checks! {
    /// At most three downloads run at the same time.
    three_at_a_time,
}

async fn three_at_a_time(lab: &mut Lab) -> Checked {
    let gauge = lab.gauge();
    let download = |_| {
        let gauge = gauge.clone();
        async move {
            let _inside = gauge.enter();
            tokio::time::sleep(ms(10)).await;
        }
    };
    exercise::crawl(20, download).await;
    lab.expect_at_once("downloads", gauge.most(), 3)?;
    lab.expect_calls("downloads", gauge.entered(), probe::exactly(20))
}
