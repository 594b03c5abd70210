//! # Combinators
//!
//! Before `async` and `await`, Rust had the crate futures 0.1. Its futures are another trait, with
//! an `Item` and an `Error`, and nobody could pause in the middle of a function: what comes next is
//! handed to `and_then` as a closure, what is done about an error to `or_else`. Each closure owns
//! what it needs, so a good part of such code is clones. It still lives in many a program.
//!
//! The weather office below has ported its telegraph, from the bottom up as one does; whatever it
//! brings is turned back into an old future by `compat()`. Now it is the turn of `forecast`. It
//! must ask the same questions in the same cases, give up the same ones, and tell the same faults.

use futures_util::TryFutureExt;
use futures01::Future as OldFuture;
use std::pin::Pin;
use std::sync::Arc;

/// What the telegraph brings, after a while.
pub type Answer = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;
/// Sends a question. This part has been ported already.
pub type Telegraph = Arc<dyn Fn(String) -> Answer + Send + Sync>;

/// The wind in a town: asks for the map, or for the old map if that fails, and then north and south
/// at the same time. The first answer counts, even a fault; if both are there, the northern one.
// TODO: an `async fn`, whose future gives a `Result<String, String>`.
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
    // TODO: `wait` blocks the thread. A future of today is awaited.
    match forecast(&telegraph, "Bern").wait() {
        Ok(forecast) => println!("{forecast}"),
        Err(fault) => println!("No forecast: {fault}."),
    }
}
