//! expects: failed/sequential
//! Waits for each task before it spawns the next one.

use std::time::Duration;
use tokio::time::sleep;

/// So long a plate has to dry before it can be archived.
const DRYING: Duration = Duration::from_millis(40);

/// Photographs all the stars in one night: each plate is exposed, dries, and is archived, and none
/// waits for another. It is over when the last plate is in the archive.
pub async fn night<E>(
    stars: Vec<String>,
    expose: impl Fn(String) -> E,
    archive: impl Fn(String) + Clone + Send + 'static,
) where
    E: Future<Output = String> + Send + 'static,
{
    for star in stars {
        let (exposure, archive) = (expose(star), archive.clone());
        let plate = tokio::spawn(async move {
            let plate = exposure.await;
            sleep(DRYING).await;
            archive(plate);
        });
        plate.await.expect("a plate");
    }
}

async fn expose(star: String) -> String {
    let takes = match star.as_str() {
        "Vega" => 80,
        "Altair" => 40,
        _ => 120,
    };
    sleep(Duration::from_millis(takes)).await;
    format!("a plate of {star}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stars = ["Vega", "Altair", "Deneb"].map(str::to_string);
    night(stars.into(), expose, |plate| println!("{plate}")).await;
    println!("the dome is closed");
}
