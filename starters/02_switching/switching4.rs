//! # Keep the runtime alive
//!
//! A small server takes an upload and works out its checksum. While it does, nobody is served: a
//! visitor who came at the same time stands before a door that does not open, and every timer of
//! the program is late. An `async fn` around the work changes nothing, for its body runs on the
//! runtime's own thread, and the checksum gives that thread back when it is done.
//!
//! Waiting costs a runtime nothing; computing costs it everything. A function that computes for
//! long, or blocks, and that you cannot cut into pieces has no business on the thread that all the
//! tasks share. Let it run somewhere else, and wait for it here.

/// A checksum of all the bytes. It takes its time, and never waits for anything.
pub fn slow_checksum(file: &[u8]) -> u64 {
    file.iter().fold(7, |sum: u64, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
    })
}

/// What `checksum` gives for `file`, worked out while the rest of the program goes on.
///
/// `Send` says that `checksum` may go to another thread, `'static` that it borrows nothing that
/// could be gone by then.
pub async fn checksum_of(
    file: Vec<u8>,
    checksum: impl FnOnce(&[u8]) -> u64 + Send + 'static,
) -> u64 {
    // TODO: while this computes, the runtime's thread is not there for anybody else.
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
