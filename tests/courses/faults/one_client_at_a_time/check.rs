//! What the learner's file must offer:
//! ```
//! /// Sends every client its bytes back.
//! pub async fn serve(clients: mpsc::Receiver<DuplexStream>)
//! ```

use probe::{Checked, Lab, at_most, ms};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio::time::sleep;

probe::checks! {
    /// A silent client does not keep other clients waiting.
    nobody_waits_for_a_silent_client,
}

async fn connect(door: &mpsc::Sender<DuplexStream>) -> DuplexStream {
    let (client, server) = duplex(64);
    assert!(door.send(server).await.is_ok(), "the server is gone");
    client
}

async fn echo(client: &mut DuplexStream) -> String {
    let mut answer = [0; 5];
    let asked = client.write_all(b"hello").await;
    match asked.and(client.read_exact(&mut answer).await) {
        Ok(_) => String::from_utf8_lossy(&answer).into_owned(),
        Err(_) => "nothing".to_owned(),
    }
}

async fn nobody_waits_for_a_silent_client(lab: &mut Lab) -> Checked {
    let (door, clients) = mpsc::channel(8);
    let server = tokio::spawn(exercise::serve(clients));
    let silent = connect(&door).await;
    tokio::spawn(async move {
        sleep(ms(5_000)).await;
        drop(silent);
    });
    sleep(ms(1)).await;
    let mut second = connect(&door).await;
    let run = lab.run(echo(&mut second)).await;
    let what = "the answer to a second client, while the first one is silent,";
    lab.expect_took(what, &run, at_most(ms(100)))?;
    lab.expect_eq("the answer", run.value, "hello")?;
    server.abort();
    Ok(())
}
