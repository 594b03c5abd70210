//! What the learner's file must offer:
//! ```
//! pub type Done = Box<dyn FnOnce(Result<String, String>) + Send>;
//! pub type Service = Arc<dyn Fn(String, Done) + Send + Sync>;
//! pub async fn lend(service: &Service, reader: &str, title: &str) -> Result<String, String>
//! ```

use exercise::{Done, Service, lend};
use probe::background;
use probe::journal::Journal;
use probe::{Checked, Lab, ms};
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tokio::time::sleep;

probe::checks! {
    /// A successful loan makes the same requests as before, in the same order.
    a_loan_that_goes_well,
    /// A failed step ends the loan: a fetched book is put back, and the step's error is returned.
    a_step_fails,
    /// If putting the book back fails too, the first error is the one returned.
    nothing_but_trouble,
    /// Dropping the future stops the loan: no further step starts.
    the_reader_gives_up,
}

/// The requests of a loan, by their first words.
const STEPS: [&str; 4] = ["card", "fetch", "stamp", "note"];

/// A library that answers each request after 20 ms, and refuses some.
struct Library {
    service: Service,
    journal: Journal,
    /// The requests, in the order they arrived.
    asked: Arc<Mutex<Vec<String>>>,
}

fn library(journal: Journal, salt: u32, refuses: &[&'static str]) -> Library {
    let refuses = refuses.to_vec();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (noted, requests) = (journal.clone(), asked.clone());
    let service: Service = Arc::new(move |request: String, done: Done| {
        noted.note(format!("asked: {request}"));
        requests
            .lock()
            .expect("never poisoned")
            .push(request.clone());
        let verb = request.split(' ').next().unwrap_or_default();
        let outcome = match verb {
            verb if refuses.contains(&verb) => Err(format!("refused: {request}")),
            "card" => Ok(format!("card {salt}")),
            "fetch" => Ok(format!("volume {}", salt * 3)),
            "stamp" => Ok(format!("day {}", salt % 29)),
            _ => Ok("done".to_owned()),
        };
        let noted = noted.clone();
        background::task(async move {
            sleep(ms(20)).await;
            noted.note(format!("answered: {request}"));
            done(outcome);
        });
    });
    Library {
        service,
        journal,
        asked,
    }
}

/// The pyramid of the starter.
fn lend_before(service: Service, reader: String, title: String, done: Done) {
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

/// Runs one loan through the pyramid and through `lend`, and compares results, then requests.
async fn same_as_before(lab: &mut Lab, refuses: &[&'static str]) -> Checked {
    let salt = lab.random().u32(100..900);
    let reader = lab.pick(&["Cleo", "Dan", "Eve"]);
    let title = lab.pick(&["Emma", "Hamlet", "Kim"]);
    let before = library(lab.journal(), salt, refuses);
    let (sender, outcome) = oneshot::channel();
    let done = |outcome| drop(sender.send(outcome));
    lend_before(
        before.service.clone(),
        reader.into(),
        title.into(),
        Box::new(done),
    );
    let expected = outcome.await.expect("the pyramid always answers");
    let now = library(lab.journal(), salt, refuses);
    let got = lend(&now.service, reader, title).await;
    let steps = now.journal.lines();
    let when = match refuses {
        [] => String::new(),
        [verb] => format!(" when `{verb} …` is refused"),
        [verb, ..] => format!(" when `{verb} …` and `put back …` are refused"),
    };
    lab.expect_eq(&format!("the result of the loan{when}"), got, expected)?;
    let what = format!("the requests of the loan{when}");
    lab.expect_lines(&what, &steps, &before.journal.lines())
}

async fn a_loan_that_goes_well(lab: &mut Lab) -> Checked {
    same_as_before(lab, &[]).await
}

async fn a_step_fails(lab: &mut Lab) -> Checked {
    for step in STEPS {
        same_as_before(lab, &[step]).await?;
    }
    Ok(())
}

async fn nothing_but_trouble(lab: &mut Lab) -> Checked {
    for step in ["stamp", "note"] {
        same_as_before(lab, &[step, "put"]).await?;
    }
    Ok(())
}

async fn the_reader_gives_up(lab: &mut Lab) -> Checked {
    let salt = lab.random().u32(100..900);
    let journal = lab.journal();
    lab.cancel_sweep(
        "the loan",
        || library(journal.clone(), salt, &[]),
        async |library| drop(lend(&library.service, "Finn", "Ulysses").await),
        async |library| {
            let count = |asked: &Mutex<Vec<String>>| {
                let mut steps = asked.lock().expect("never poisoned").clone();
                // Putting the book back is fine, if the answer manages to.
                steps.retain(|request| !request.starts_with("put back"));
                steps
            };
            let begun = count(&library.asked).len();
            sleep(ms(1_000)).await;
            match &count(&library.asked)[begun..] {
                [] => Ok(()),
                [next] => Err(format!("the service still received `{next}`")),
                [next, more @ ..] => Err(format!(
                    "the service still received `{next}`, and {} more after it",
                    more.len()
                )),
            }
        },
    )
    .await
}
