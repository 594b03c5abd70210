//! # A night on tokio 0.1
//!
//! Port `night` to today's tokio: it needs no runtime of its own, loses no plate, and lets no plate
//! wait for another. An observatory photographs the sky with what used to be two programs:
//!
//! ```text
//! tokio::run(future::lazy(move || {                    // tokio 0.1, in 2018
//!     for star in stars { tokio::spawn(expose(star)); }
//!     Ok(())
//! }));
//!
//! let mut runtime = Runtime::new()?;                   // tokio 0.2, in 2020
//! runtime.block_on(async { delay_for(DRYING).await; archive(plate) });
//! ```
//!
//! `run` started a runtime, and returned when every future spawned on it was done. `block_on` waits
//! for its own future only. Today a program has one runtime, and its async functions already run on
//! it. Someone merged the two programs and replaced each old name with something that compiles.

use std::time::Duration;
use tokio::runtime::Runtime;
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
    // TODO: `night` already runs on a runtime, and starts another. Fix that first. Then make sure
    // that no plate is lost, and that nothing else stops while one dries.
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for star in stars {
            let (exposure, archive) = (expose(star), archive.clone());
            tokio::spawn(async move {
                let plate = exposure.await;
                delay_for(DRYING).await;
                archive(plate);
            });
        }
    });
}

async fn delay_for(pause: Duration) {
    std::thread::sleep(pause);
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
