//! expects: failed/lost-wake-up
//! When the checksum panics, nothing wakes the task that waits.

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
    let shared = std::sync::Arc::new(std::sync::Mutex::new((None, None::<std::task::Waker>)));
    let theirs = shared.clone();
    std::thread::spawn(move || {
        let sum = checksum(&file);
        let mut place = theirs.lock().unwrap();
        place.0 = Some(sum);
        if let Some(waker) = place.1.take() {
            waker.wake();
        }
    });
    std::future::poll_fn(|cx| {
        let mut place = shared.lock().unwrap();
        place.1 = Some(cx.waker().clone());
        match place.0 {
            Some(sum) => std::task::Poll::Ready(sum),
            None => std::task::Poll::Pending,
        }
    })
    .await
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
