//! # Keep the runtime alive
//!
//! Which channel you use doesn't matter, nor does a task in between, as long as nothing blocks the
//! runtime's thread.

use tokio::sync::mpsc;

/// A checksum of all the bytes. It takes a while, and never waits for anything.
pub fn slow_checksum(file: &[u8]) -> u64 {
    file.iter().fold(7, |sum: u64, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
    })
}

/// Returns `checksum(&file)`, computed while the rest of the program keeps running.
pub async fn checksum_of(
    file: Vec<u8>,
    checksum: impl FnOnce(&[u8]) -> u64 + Send + 'static,
) -> u64 {
    let (sender, mut sums) = mpsc::channel(1);
    let work = tokio::runtime::Handle::current().spawn_blocking(move || {
        let _closed = sender.blocking_send(checksum(&file));
    });
    let (sum, worked) = tokio::join!(tokio::spawn(async move { sums.recv().await }), work);
    worked.expect("the checksum does not panic");
    sum.ok().flatten().expect("the checksum is sent")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let upload = async {
        let sum = checksum_of(vec![42; 5_000_000], slow_checksum).await;
        println!("the upload has checksum {sum:x}");
    };
    let visitor = async {
        println!("a visitor comes in and is served");
    };
    futures::join!(upload, visitor);
}
