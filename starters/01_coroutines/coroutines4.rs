//! # A round trip
//!
//! Anna delivers letters by bicycle. Make `deliver` return the reason when a letter can't be
//! delivered, and bring the bicycle back from every trip. A `?` directly in `deliver` would return
//! at once and leave the bicycle behind.
//!
//! An *async block*, `async { … }`, is a future that you write inline. Like a closure, it can use
//! the variables around it. A `?` inside it leaves only the block: the code that awaits the block
//! gets the `Result` and carries on. For that to work, the block must end in a `Result`. It also
//! mustn't take ownership of anything that you need again later. The compiler has something to say
//! about both.

use std::time::Duration;
use tokio::time::sleep;

/// Finds the house where `name` lives: `town` lists the residents of houses 0, 1, 2, …
async fn look_up(town: &[&str], name: &str) -> Result<usize, String> {
    sleep(Duration::from_millis(10)).await;
    let house = town.iter().position(|resident| *resident == name);
    house.ok_or_else(|| format!("nobody knows {name}"))
}

/// Waits at the door. It's market day, and nobody is at home in the odd-numbered houses.
async fn ring(house: usize) -> Result<(), String> {
    sleep(Duration::from_millis(20)).await;
    if house % 2 == 1 {
        return Err(format!("nobody opens at house {house}"));
    }
    Ok(())
}

/// Delivers a letter to `name`. Returns the house number, or why the letter wasn't delivered.
/// Writes the trip into `diary`, and its last line is always the bicycle's return. Everything
/// happens in this one future: it borrows its arguments and spawns nothing.
pub async fn deliver(town: &[&str], name: &str, diary: &mut Vec<String>) -> Result<usize, String> {
    diary.push(format!("set out to {name}"));
    let visit = async move {
        let house = look_up(town, name).await?;
        ring(house).await?;
        diary.push(format!("letter handed over to {name}"));
        // TODO: end the block with its result for when everything went well.
    };
    let outcome: Result<usize, String> = visit.await;
    diary.push("bicycle brought back".to_string());
    outcome
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let town = ["Mr Hill", "Ms Lake"];
    for name in ["Mr Hill", "Ms Lake", "Dr Moor"] {
        let mut diary = Vec::new();
        let outcome = deliver(&town, name, &mut diary).await;
        println!("{}: {outcome:?}", diary.join(", "));
    }
}
