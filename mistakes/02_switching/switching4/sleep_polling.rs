//! expects: failed/too-many-yields
//! Asks again every millisecond instead of being woken.

use std::time::Duration;

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
    let (sender, sums) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(checksum(&file)));
    loop {
        if let Ok(sum) = sums.try_recv() {
            return sum;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
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
