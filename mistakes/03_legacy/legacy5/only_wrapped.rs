//! expects: failed/broken
//! Keeps all the old combinators behind an `async fn`.

use futures_util::TryFutureExt;
use futures_util::compat::Future01CompatExt;
use futures01::Future as OldFuture;
use std::pin::Pin;
use std::sync::Arc;

/// An answer from the telegraph, which takes a while.
pub type Answer = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;
/// Sends a question. This part is already ported.
pub type Telegraph = Arc<dyn Fn(String) -> Answer + Send + Sync>;

fn forecast_old(
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

/// The wind in a town. Asks for the map, or for the old map if that fails, then for north and south
/// at the same time. The first answer counts, even an error. If both are ready, north counts.
pub async fn forecast(telegraph: &Telegraph, town: &str) -> Result<String, String> {
    forecast_old(telegraph, town).compat().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let telegraph: Telegraph = Arc::new(|question| {
        println!("  {question}");
        let answer = match question.as_str() {
            "map of Bern" => Err("eaten by mice".to_string()),
            "old map of Bern" => Ok("old Bern".to_string()),
            _ => Ok("a light breeze".to_string()),
        };
        Box::pin(async { answer })
    });
    match forecast(&telegraph, "Bern").await {
        Ok(forecast) => println!("{forecast}"),
        Err(fault) => println!("No forecast: {fault}."),
    }
}
