//! # Combinators
//!
//! Turn `forecast` into an `async fn` that needs no futures 0.1. It must ask the same questions in
//! the same cases, drop the same ones, and return the same errors.
//!
//! Before `async` and `await`, Rust had the crate futures 0.1. Its `Future` is another trait, with
//! an `Item` and an `Error`, and a function couldn't pause half-way. The next step is a closure
//! passed to `and_then`; error handling is a closure passed to `or_else`. Each closure owns what it
//! uses, so such code is full of clones. Programs are ported from the bottom up: this telegraph
//! returns today's futures, and `compat()` turns them back into old ones. Next is `forecast`.

use futures_util::TryFutureExt;
use futures01::Future as OldFuture;
use std::pin::Pin;
use std::sync::Arc;

/// An answer from the telegraph, which takes a while.
pub type Answer = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;
/// Sends a question. This part is already ported.
pub type Telegraph = Arc<dyn Fn(String) -> Answer + Send + Sync>;

/// The wind in a town. Asks for the map, or for the old map if that fails, then for north and south
/// at the same time. The first answer counts, even an error. If both are ready, north counts.
// TODO: make this an `async fn` that returns a `Result<String, String>`.
pub fn forecast(
    telegraph: &Telegraph,
    town: &str,
) -> impl OldFuture<Item = String, Error = String> {
    let (town, telegraph) = (town.to_string(), telegraph.clone());
    let ask = move |question: String| telegraph(question).compat();
    let (ask_again, old_map) = (ask.clone(), format!("old map of {town}"));
    ask(format!("map of {town}"))
        .or_else(move |_| ask_again(old_map))
        .and_then(move |map| {
            let north = ask(format!("north of {map}"));
            let south = ask(format!("south of {map}"));
            let first = north.select(south);
            first
                .map(|(wind, _other)| wind)
                .map_err(|(fault, _other)| fault)
        })
        .map(move |wind| format!("{town}: {wind}"))
}

fn main() {
    let telegraph: Telegraph = Arc::new(|question| {
        println!("  {question}");
        let answer = match question.as_str() {
            "map of Bern" => Err("eaten by mice".to_string()),
            "old map of Bern" => Ok("old Bern".to_string()),
            _ => Ok("a light breeze".to_string()),
        };
        Box::pin(async { answer })
    });
    // TODO: `wait` blocks the thread. Await the future instead.
    match forecast(&telegraph, "Bern").wait() {
        Ok(forecast) => println!("{forecast}"),
        Err(fault) => println!("No forecast: {fault}."),
    }
}
