//! What the learner's file must offer:
//! ```
//! pub async fn fetch_all(waits: [Duration; 3])
//! ```

use probe::{Checked, Lab, ms};

probe::checks! {
    /// The three downloads wait at the same time.
    the_downloads_overlap,
}

async fn the_downloads_overlap(lab: &mut Lab) -> Checked {
    let run = lab.run(exercise::fetch_all([ms(40), ms(90), ms(70)])).await;
    lab.expect_overlap("the three downloads", &run, ms(90))
}
