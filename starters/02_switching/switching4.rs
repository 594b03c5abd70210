//! # Keep the runtime alive
//!
//! A small server computes the checksum of an upload. Until that's done it serves nobody: visitors
//! stand at the door, and every timer is late. Make `checksum_of` keep the rest of the program
//! running. An `async fn` around the work changes nothing by itself. Its body runs on the
//! runtime's own thread, and the checksum blocks that thread until it's done.
//!
//! Waiting costs a runtime nothing. Computing blocks its thread. Some functions compute for a long
//! time, or block, and can't be split up. They don't belong on the thread that all the tasks
//! share. Let them run somewhere else, and await them here.

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
    // TODO: while this computes, it blocks the runtime's thread.
    checksum(&file)
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
