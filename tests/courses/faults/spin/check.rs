//! What the learner's file must offer:
//! ```
//! /// Waits until somebody opens the gate.
//! pub async fn pass(gate: Arc<AtomicBool>)
//! ```

use probe::{Lab, ms};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

probe::checks! {
    /// Whoever waits at the gate lets the others work, so that one of them can open it.
    the_gate_is_opened,
}

async fn the_gate_is_opened(lab: &mut Lab) {
    let gate = Arc::new(AtomicBool::new(false));
    let opened = Arc::clone(&gate);
    let porter = lab.spawn("the porter", async move {
        tokio::time::sleep(ms(20)).await;
        opened.store(true, Ordering::Release);
    });
    let guest = lab.spawn("the guest", exercise::pass(gate));
    tokio::join!(porter, guest);
}
