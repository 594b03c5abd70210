//! expects: failed/too-slow
//! Asks three lighthouses at once: enough for `main`, but not for a longer list.

use futures::stream::{self, StreamExt};
use std::time::Duration;
use tokio::time::sleep;

/// Asks all lighthouses how many kilometres they can see. Returns, in the order of the list, what
/// each one sees or why it didn't answer.
pub async fn ask_all(
    lighthouses: &[&str],
    ask: impl AsyncFn(&str) -> Result<u32, String>,
) -> Vec<Result<u32, String>> {
    stream::iter(lighthouses)
        .map(|lighthouse| ask(lighthouse))
        .buffered(3)
        .collect()
        .await
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
