//! # The harbour asks its lighthouses
//!
//! Ask all lighthouses at the same time, and return an answer or an error for each, in the order of
//! the list. In this port of a Python script, one dead line costs all the other answers.
//!
//! Each morning a harbour asks its lighthouses how far they can see. The Python script was:
//!
//! ```python
//! answers = await asyncio.gather(
//!     *(ask(lighthouse) for lighthouse in lighthouses),
//!     return_exceptions=True,
//! )
//! ```
//!
//! Without `return_exceptions=True`, `gather` raises the first exception, and you get no answers at
//! all. With it, `gather` waits for every lighthouse and puts each exception into the list, in
//! place of the answer. The port below looks much the same, and works until something goes wrong.

use futures::future::try_join_all;
use std::time::Duration;
use tokio::time::sleep;

/// Asks all lighthouses how many kilometres they can see. Returns, in the order of the list, what
/// each one sees or why it didn't answer.
pub async fn ask_all(
    lighthouses: &[&str],
    ask: impl AsyncFn(&str) -> Result<u32, String>,
) -> Vec<Result<u32, String>> {
    // TODO: one dead line, and the answers of all other lighthouses are lost.
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
