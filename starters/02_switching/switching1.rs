//! # Skip the slow one, come back to it
//!
//! A small script sends three requests. The second one goes to a slow server. As it is written,
//! the script waits for the second answer before it even sends the third request: most of its
//! time it idles.
//!
//! That is what asynchronous programming is for. Start the first, start the second, and instead of
//! waiting for it skip it and start the third; come back to the second when its answer is there.
//! All three wait at the same time, on one thread, and the whole script takes no longer than the
//! slowest request.
//!
//! A runtime drives a future by *polling* it: one poll runs it to the next place where it has to
//! wait. Its wait begins there, and not when the future is made.

use std::time::Duration;
use tokio::time::sleep;

pub struct Request {
    pub name: String,
    pub takes: Duration,
}

/// Sends a request and waits for its answer.
pub async fn send(request: &Request) -> String {
    sleep(request.takes).await;
    format!("{} answered", request.name)
}

/// Sends the three requests; gives the answers in the order of the requests.
pub async fn send_all(requests: &[Request; 3]) -> Vec<String> {
    // TODO: while one answer is on its way, the others could be on theirs.
    let first = send(&requests[0]).await;
    let second = send(&requests[1]).await;
    let third = send(&requests[2]).await;
    vec![first, second, third]
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let request = |name: &str, takes| Request {
        name: name.to_string(),
        takes: Duration::from_millis(takes),
    };
    let requests = [
        request("one", 100),
        request("two (slow)", 300),
        request("three", 100),
    ];
    for answer in send_all(&requests).await {
        println!("{answer}");
    }
}
