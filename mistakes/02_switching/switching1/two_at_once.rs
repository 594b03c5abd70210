//! expects: failed/too-slow
//! Never has more than two requests in flight.

use futures::stream::{self, StreamExt};
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
    stream::iter(requests).map(send).buffered(2).collect().await
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
