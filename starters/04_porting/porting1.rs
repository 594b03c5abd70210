//! # The harbour asks its lighthouses
//!
//! Each morning the harbour asks its lighthouses how far they see. The script for it was written in
//! Python, and on some mornings one of the telephone lines is dead:
//!
//! ```python
//! answers = await asyncio.gather(
//!     *(ask(lighthouse) for lighthouse in lighthouses),
//!     return_exceptions=True,
//! )
//! ```
//!
//! Without `return_exceptions=True` the first exception would come out of `gather` in place of all
//! the answers. With it, each lighthouse is heard to the end, and an exception is put into the
//! list, where the answer would have stood.
//!
//! The port below looks much the same, and it works on every morning on which nothing is wrong.

use futures::future::try_join_all;
use std::time::Duration;
use tokio::time::sleep;

/// Asks all the lighthouses how many kilometres they see. The answers stand in the order of the
/// list: what a lighthouse sees, or why it did not answer.
pub async fn ask_all(
    lighthouses: &[&str],
    ask: impl AsyncFn(&str) -> Result<u32, String>,
) -> Vec<Result<u32, String>> {
    // TODO: one dead line, and nothing is known of the other lighthouses.
    match try_join_all(lighthouses.iter().map(|lighthouse| ask(lighthouse))).await {
        Ok(all_see) => all_see.into_iter().map(Ok).collect(),
        Err(trouble) => vec![Err(trouble)],
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let lighthouses = ["North Point", "Gull Rock", "Old Mole"];
    let ask = async |lighthouse: &str| {
        let (takes, sees) = match lighthouse {
            "North Point" => (90, Ok(12)),
            "Gull Rock" => (30, Err("the line is dead".to_string())),
            _ => (60, Ok(7)),
        };
        sleep(Duration::from_millis(takes)).await;
        sees
    };
    let answers = ask_all(&lighthouses, ask).await;
    for (lighthouse, answer) in lighthouses.iter().zip(answers) {
        match answer {
            Ok(sees) => println!("{lighthouse} sees {sees} km"),
            Err(trouble) => println!("{lighthouse}: {trouble}"),
        }
    }
}
