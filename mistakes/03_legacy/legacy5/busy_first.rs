//! expects: failed/kept-looking
//! Polls both winds again and again, and never sleeps.

use futures::FutureExt;
use std::pin::Pin;
use std::sync::Arc;

/// An answer from the telegraph, which takes a while.
pub type Answer = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;
/// Sends a question. This part is already ported.
pub type Telegraph = Arc<dyn Fn(String) -> Answer + Send + Sync>;

/// The wind in a town. Asks for the map, or for the old map if that fails, then for north and south
/// at the same time. The first answer counts, even an error. If both are ready, north counts.
pub async fn forecast(telegraph: &Telegraph, town: &str) -> Result<String, String> {
    let map = match telegraph(format!("map of {town}")).await {
        Ok(map) => map,
        Err(_) => telegraph(format!("old map of {town}")).await?,
    };
    let mut north = telegraph(format!("north of {map}"));
    let mut south = telegraph(format!("south of {map}"));
    let wind = loop {
        if let Some(wind) = (&mut north).now_or_never() {
            break wind?;
        }
        if let Some(wind) = (&mut south).now_or_never() {
            break wind?;
        }
        tokio::task::yield_now().await;
    };
    Ok(format!("{town}: {wind}"))
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
