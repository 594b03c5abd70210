//! What the learner's file must offer:
//! ```
//! /// Waits until the gate is open.
//! pub async fn pass(gate: Arc<AtomicBool>)
//! ```

use probe::{Checked, Lab, ms};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

probe::checks! {
    /// A task that waits at the gate lets other tasks run, so one of them can open it.
    the_gate_is_opened,
}

async fn the_gate_is_opened(lab: &mut Lab) -> Checked {
    let gate = Arc::new(AtomicBool::new(false));
    let opened = Arc::clone(&gate);
    let porter = lab.spawn("the porter", async move {
        tokio::time::sleep(ms(20)).await;
        opened.store(true, Ordering::Release);
    });
    let guest = lab.spawn("the guest", exercise::pass(gate));
    tokio::join!(porter, guest);
    Ok(())
}
