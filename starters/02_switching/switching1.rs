//! # Skip the slow one, come back to it
//!
//! A script sends three requests, and the second one goes to a slow server. Right now the script
//! doesn't even send the third request before the second answer is in. Make all three wait at the
//! same time, so the script takes no longer than the slowest request.
//!
//! That's what asynchronous programming is for. Start the first request, start the second, and
//! instead of waiting for it, start the third. Come back to the second when its answer is there.
//! All of this happens on one thread, which is idle only while all three requests wait for their
//! answers.
//!
//! A runtime drives a future by *polling* it: each poll runs it to the next point where it has to
//! wait. A future that is never polled hasn't started, and its request isn't on its way.

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

/// Sends the three requests and returns the answers in the order of the requests.
pub async fn send_all(requests: &[Request; 3]) -> Vec<String> {
    // TODO: each line waits for its answer before the next request is even sent.
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
