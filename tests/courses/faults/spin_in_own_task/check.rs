//! What the learner's file must offer:
//! ```
//! /// Answers when somebody has opened the gate.
//! pub async fn watch(gate: Arc<AtomicBool>) -> &'static str
//! ```

use probe::{Lab, ms};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

probe::checks! {
    /// Whoever watches the gate lets the others work, so that one of them can open it.
    the_gate_is_opened,
}

async fn the_gate_is_opened(lab: &mut Lab) {
    let gate = Arc::new(AtomicBool::new(false));
    let opened = Arc::clone(&gate);
    tokio::spawn(async move {
        tokio::time::sleep(ms(20)).await;
        opened.store(true, Ordering::Release);
    });
    let answer = exercise::watch(gate).await;
    lab.expect_eq("what the watch says", answer, "open");
}
