//! expects: failed/wrong-value
//! Returns 0 when the checksum panics.

/// A checksum of all the bytes. It takes a while, and never waits for anything.
pub fn slow_checksum(file: &[u8]) -> u64 {
    file.iter().fold(7, |sum: u64, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
    })
}

/// Returns `checksum(&file)`, computed while the rest of the program keeps running.
///
/// `Send` means that `checksum` may move to another thread, and `'static` that it borrows nothing
/// that could be gone by then.
pub async fn checksum_of(
    file: Vec<u8>,
    checksum: impl FnOnce(&[u8]) -> u64 + Send + 'static,
) -> u64 {
    tokio::task::spawn_blocking(move || checksum(&file))
        .await
        .unwrap_or(0)
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
