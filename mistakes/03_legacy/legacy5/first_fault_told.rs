//! expects: failed/wrong-value
//! When there is no old map either, returns the error for the new one.

use futures::future::select;
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
        Err(fault) => telegraph(format!("old map of {town}"))
            .await
            .map_err(|_| fault)?,
    };
    let north = telegraph(format!("north of {map}"));
    let south = telegraph(format!("south of {map}"));
    let (first, _other) = select(north, south).await.factor_first();
    Ok(format!("{town}: {}", first?))
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
