//! expects: failed/executor-held
//! Runs new futures on an executor inside the executor.

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
    let map = match futures::executor::block_on(telegraph(format!("map of {town}"))) {
        Ok(map) => map,
        Err(_) => telegraph(format!("old map of {town}")).await?,
    };
    let north = telegraph(format!("north of {map}"));
    let south = telegraph(format!("south of {map}"));
    let first = futures::executor::block_on(select(north, south));
    let (first, _other) = first.factor_first();
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
