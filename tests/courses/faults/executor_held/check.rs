//! What the learner's file must offer:
//! ```
//! pub async fn checksum(work: impl FnOnce() -> u64 + Send + 'static) -> u64
//! ```

use probe::{Checked, Fact, Lab, ms};
use std::time::Duration;

probe::checks! {
    /// Other tasks keep running while the checksum is computed.
    the_others_have_their_turns: wall_clock,
}

const TURNS: u64 = 3;

/// The work goes on until it has heard the other task: a slow machine only takes longer.
const PATIENCE: Duration = Duration::from_secs(2);

async fn the_others_have_their_turns(lab: &mut Lab) -> Checked {
    let heart = lab.heartbeat(ms(1));
    let ear = heart.listener();
    let work = exercise::checksum(move || ear.hear(TURNS, PATIENCE));
    let run = lab.run(work).await;
    if run.value < TURNS {
        return lab.find(Fact::ExecutorHeld {
            what: "the checksum".into(),
            longest_poll_real_ms: run.longest_poll.as_millis() as u64,
            beats: run.value,
            at_least_beats: TURNS,
        });
    }
    Ok(())
}
