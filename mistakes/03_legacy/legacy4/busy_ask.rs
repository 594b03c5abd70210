//! expects: failed/busy-poll
//! `ask` looks again and again whether the answer is there.

use std::sync::Arc;
use tokio::sync::oneshot;

pub type Done = Box<dyn FnOnce(Result<String, String>) + Send>;
/// The library's old service: takes a request, returns at once, and calls back later.
pub type Service = Arc<dyn Fn(String, Done) + Send + Sync>;

/// Makes a request and waits for the answer.
pub async fn ask(service: &Service, request: String) -> Result<String, String> {
    let (sender, mut answer) = oneshot::channel();
    service(request, Box::new(|outcome| drop(sender.send(outcome))));
    loop {
        match answer.try_recv() {
            Ok(outcome) => return outcome,
            Err(oneshot::error::TryRecvError::Empty) => tokio::task::yield_now().await,
            Err(oneshot::error::TryRecvError::Closed) => return Err("no answer".to_string()),
        }
    }
}

/// Lends a book to a reader. Returns the day on which it is due.
pub async fn lend(service: &Service, reader: &str, title: &str) -> Result<String, String> {
    let card = ask(service, format!("card of {reader}")).await?;
    let book = ask(service, format!("fetch {title}")).await?;
    let lent = async {
        let day = ask(service, format!("stamp {book} for {card}")).await?;
        ask(service, format!("note {book} until {day}")).await?;
        Ok(day)
    }
    .await;
    if lent.is_err() {
        // The reader gets the first error, even if this request fails too.
        let _ = ask(service, format!("put back {book}")).await;
    }
    lent
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let service: Service = Arc::new(|request, done| {
        println!("  {request}");
        done(match request.as_str() {
            "stamp Faust for Bob" => Err("Bob has too many books".to_string()),
            "stamp Faust for Ann" => Ok("Friday".to_string()),
            other => Ok(other.split(' ').next_back().unwrap_or_default().to_string()),
        });
    });
    for reader in ["Ann", "Bob"] {
        println!("{reader} asks for Faust.");
        match lend(&service, reader, "Faust").await {
            Ok(day) => println!("Lent until {day}."),
            Err(fault) => println!("Not lent: {fault}."),
        }
    }
}
