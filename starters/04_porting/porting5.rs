//! # A night on tokio 0.1
//!
//! An observatory photographs the sky with what was once two programs:
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
//! `run` made a runtime, and came back when every future that was spawned in it was over.
//! `block_on` waits for its own future, and for nothing that was spawned. Today there is no runtime
//! for each call either: a program has one, and its coroutines already run there.
//!
//! Somebody has made one program of the two, and replaced each old name by something that compiles.

use std::time::Duration;
use tokio::runtime::Runtime;
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
    // TODO: `night` is called in a runtime, and starts another. When that is mended, see to it that
    // no plate is lost, and that nobody is held up while one dries.
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
