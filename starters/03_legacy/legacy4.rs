//! # The pyramid
//!
//! Rewrite `lend` as four awaited steps, without the callbacks of `lend_old`. It must make the same
//! requests in the same order, and handle every failed step in the same way.
//!
//! A library lends books through a service that takes callbacks. Each step needs the result of the
//! step before, so each callback sits inside the previous one and handles its own errors. That is
//! the pyramid. Someone put an `async fn` in front, so you can await it. But nothing inside is
//! awaited: when a reader gives up and the future is dropped, the callbacks carry on.
//!
//! An `async fn` needs no pyramid: `?` passes errors on, and dropping its future stops it. (You
//! don't have to put back the book of a reader who gives up. That is for a later exercise.)

use std::sync::Arc;
use tokio::sync::oneshot;

pub type Done = Box<dyn FnOnce(Result<String, String>) + Send>;
/// The library's old service: takes a request, returns at once, and calls back later.
pub type Service = Arc<dyn Fn(String, Done) + Send + Sync>;

/// Asks for the reader's card, then fetches, stamps and notes the book. If a step fails after the
/// book was fetched, puts it back.
pub fn lend_old(service: Service, reader: String, title: String, done: Done) {
    let ask = service.clone();
    let on_card = move |card| match card {
        Err(fault) => done(Err(fault)),
        Ok(card) => ask.clone()(
            format!("fetch {title}"),
            Box::new(move |book| match book {
                Err(fault) => done(Err(fault)),
                Ok(book) => ask.clone()(
                    format!("stamp {book} for {card}"),
                    Box::new(move |day| match day {
                        Err(fault) => ask(
                            format!("put back {book}"),
                            Box::new(move |_| done(Err(fault))),
                        ),
                        Ok(day) => ask.clone()(
                            format!("note {book} until {day}"),
                            Box::new(move |noted| match noted {
                                Err(fault) => ask(
                                    format!("put back {book}"),
                                    Box::new(move |_| done(Err(fault))),
                                ),
                                Ok(_) => done(Ok(day)),
                            }),
                        ),
                    }),
                ),
            }),
        ),
    };
    service(format!("card of {reader}"), Box::new(on_card));
}

/// Makes a request and waits for the answer.
pub async fn ask(service: &Service, request: String) -> Result<String, String> {
    let (sender, answer) = oneshot::channel();
    service(request, Box::new(|outcome| drop(sender.send(outcome))));
    answer.await.unwrap_or(Err("no answer".to_string()))
}

/// Lends a book to a reader. Returns the day on which it is due.
pub async fn lend(service: &Service, reader: &str, title: &str) -> Result<String, String> {
    // TODO: make the four requests here, one after another. Then `lend_old` can go.
    let (sender, lent) = oneshot::channel();
    let done = |outcome| drop(sender.send(outcome));
    lend_old(
        service.clone(),
        reader.to_string(),
        title.to_string(),
        Box::new(done),
    );
    lent.await.unwrap_or(Err("no answer".to_string()))
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
