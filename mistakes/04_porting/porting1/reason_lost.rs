//! expects: failed/wrong-value
//! Says that there is no answer, but no longer why.

use futures::future::join_all;
use std::time::Duration;
use tokio::time::sleep;

/// Asks all lighthouses how many kilometres they can see. Returns, in the order of the list, what
/// each one sees or why it didn't answer.
pub async fn ask_all(
    lighthouses: &[&str],
    ask: impl AsyncFn(&str) -> Result<u32, String>,
) -> Vec<Result<u32, String>> {
    let answers = join_all(lighthouses.iter().map(|lighthouse| ask(lighthouse))).await;
    let plain = |answer: Result<u32, String>| answer.map_err(|_| "no answer".to_string());
    answers.into_iter().map(plain).collect()
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
