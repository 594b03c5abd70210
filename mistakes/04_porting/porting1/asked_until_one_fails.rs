//! expects: failed/lost
//! Takes the answers as they come, and stops at the first error.

use futures::stream::{self, TryStreamExt};
use std::time::Duration;
use tokio::time::sleep;

/// Asks all lighthouses how many kilometres they can see. Returns, in the order of the list, what
/// each one sees or why it didn't answer.
pub async fn ask_all(
    lighthouses: &[&str],
    ask: impl AsyncFn(&str) -> Result<u32, String>,
) -> Vec<Result<u32, String>> {
    let questions = lighthouses.iter().map(|lighthouse| Ok(ask(lighthouse)));
    let answers = stream::iter(questions).try_buffered(lighthouses.len().max(1));
    let (mut heard, mut answers) = (Vec::new(), std::pin::pin!(answers));
    loop {
        match answers.try_next().await {
            Ok(Some(sees)) => heard.push(Ok(sees)),
            Ok(None) => return heard,
            Err(trouble) => {
                heard.push(Err(trouble));
                return heard;
            }
        }
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
