//! # The pyramid
//!
//! A library lends books through a service that takes callbacks. Each step needs what the step
//! before has brought, so each callback stands inside of the one before, and every level deals with
//! its own errors: they call it the pyramid. Somebody has put an `async fn` in front of it, and now
//! it can be awaited. But inside nothing is awaited: when a reader gives up and the future is
//! dropped, the callbacks go on behind everybody's back.
//!
//! A coroutine needs no pyramid. It does one step after the other, `?` takes every error out, and
//! to drop it is to stop it. Mind what the pyramid does when something goes wrong. Who puts back a
//! book whose reader gave up half way is a question of its own, for later.

use std::sync::Arc;
use tokio::sync::oneshot;

pub type Done = Box<dyn FnOnce(Result<String, String>) + Send>;
/// The old service of the library: takes a request, returns at once, and calls back later.
pub type Service = Arc<dyn Fn(String, Done) + Send + Sync>;

/// Asks for the reader's card, fetches the book, stamps it, and notes it. Once the book is fetched
/// it is put back if anything goes wrong.
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

/// A request whose answer can be awaited.
pub async fn ask(service: &Service, request: String) -> Result<String, String> {
    let (sender, answer) = oneshot::channel();
    service(request, Box::new(|outcome| drop(sender.send(outcome))));
    answer.await.unwrap_or(Err("no answer".to_string()))
}

/// Lends a book to a reader; gives the day until which they may keep it.
pub async fn lend(service: &Service, reader: &str, title: &str) -> Result<String, String> {
    // TODO: the four steps themselves, one below the other. Then `lend_old` can go.
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
