//! What the learner's file must offer:
//! ```
//! /// Sends every byte back.
//! pub async fn echo(stream: DuplexStream)
//! ```

use probe::{Checked, Lab, at_most, ms};

probe::checks! {
    /// An idle connection costs next to nothing.
    idle_connections_are_cheap,
}

const CONNECTIONS: usize = 1_000;

async fn idle_connections_are_cheap(lab: &mut Lab) -> Checked {
    let before = lab.memory();
    let mut clients = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        let (client, server) = tokio::io::duplex(64);
        tokio::spawn(exercise::echo(server));
        clients.push(client);
    }
    tokio::time::sleep(ms(1)).await;
    let each = lab.memory().since(&before) / CONNECTIONS;
    lab.expect_memory("each idle connection", each, at_most(16 * 1024))
}
