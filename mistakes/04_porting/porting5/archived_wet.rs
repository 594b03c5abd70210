//! expects: failed/too-fast
//! Archives each plate before it dries.

use std::time::Duration;
use tokio::time::sleep;

/// How long a plate dries before it can be archived.
const DRYING: Duration = Duration::from_millis(40);

/// Photographs all stars in one night. Each plate is exposed, dries and is archived without waiting
/// for another. Returns when the last plate is in the archive.
pub async fn night<E>(
    stars: Vec<String>,
    expose: impl Fn(String) -> E,
    archive: impl Fn(String) + Clone + Send + 'static,
) where
    E: Future<Output = String> + Send + 'static,
{
    let mut plates = tokio::task::JoinSet::new();
    for star in stars {
        let (exposure, archive) = (expose(star), archive.clone());
        plates.spawn(async move {
            let plate = exposure.await;
            archive(plate);
            delay_for(DRYING).await;
        });
    }
    plates.join_all().await;
}

async fn delay_for(pause: Duration) {
    sleep(pause).await;
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
