//! What the learner's file must offer:
//! ```
//! /// Answers when the gate has been opened.
//! pub async fn watch(gate: Arc<AtomicBool>) -> &'static str
//! ```

use probe::{Checked, Lab, ms};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

probe::checks! {
    /// A task that watches the gate lets other tasks run, so one of them can open it.
    the_gate_is_opened,
}

async fn the_gate_is_opened(lab: &mut Lab) -> Checked {
    let gate = Arc::new(AtomicBool::new(false));
    let opened = Arc::clone(&gate);
    tokio::spawn(async move {
        tokio::time::sleep(ms(20)).await;
        opened.store(true, Ordering::Release);
    });
    let answer = exercise::watch(gate).await;
    lab.expect_eq("what the watch says", answer, "open")
}
