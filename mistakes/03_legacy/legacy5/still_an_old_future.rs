//! expects: interface-mismatch/interface
//! Awaits inside, but still returns an old future, which callers cannot await.

use futures::future::select;
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
pub fn forecast(
    telegraph: &Telegraph,
    town: &str,
) -> impl OldFuture<Item = String, Error = String> {
    let (telegraph, town) = (telegraph.clone(), town.to_string());
    let forecast = async move {
        let map = match telegraph(format!("map of {town}")).await {
            Ok(map) => map,
            Err(_) => telegraph(format!("old map of {town}")).await?,
        };
        let north = telegraph(format!("north of {map}"));
        let south = telegraph(format!("south of {map}"));
        let (first, _other) = select(north, south).await.factor_first();
        Ok(format!("{town}: {}", first?))
    };
    Box::pin(forecast).compat()
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
    match forecast(&telegraph, "Bern").wait() {
        Ok(forecast) => println!("{forecast}"),
        Err(fault) => println!("No forecast: {fault}."),
    }
}
