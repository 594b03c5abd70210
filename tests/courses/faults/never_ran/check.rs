//! What the learner's file must offer:
//! ```
//! pub async fn evening(play: impl AsyncFn())
//! ```

use probe::{Checked, Fact, Lab};

probe::checks! {
    /// The band plays.
    the_band_plays,
}

async fn the_band_plays(lab: &mut Lab) -> Checked {
    let stage = lab.hook();
    exercise::evening(async || stage.call()).await;
    if stage.calls() == 0 {
        return lab.find(Fact::NeverRan {
            what: "the concert".into(),
        });
    }
    Ok(())
}
