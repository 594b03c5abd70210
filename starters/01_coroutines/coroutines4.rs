//! # A round trip
//!
//! Anna delivers letters by bicycle. She looks up where somebody lives, rings at the door, and
//! hands the letter over. Either may fail, and whatever happens she must bring the bicycle back.
//! A `?` in the function itself would leave the function at once, and with it the bicycle.
//!
//! An *async block* is a coroutine object written on the spot. It may use the variables around
//! it, as a closure may, and `?` inside leaves only the block: whoever awaits the block gets the
//! `Result`, and goes on from there. For that the block must end in a `Result`, and it must not
//! keep what is needed again after it. The compiler has something to say about both.

use std::time::Duration;
use tokio::time::sleep;

/// Finds the house of `name`: the town lists who lives in house 0, 1, 2, …
async fn look_up(town: &[&str], name: &str) -> Result<usize, String> {
    sleep(Duration::from_millis(10)).await;
    let house = town.iter().position(|resident| *resident == name);
    house.ok_or_else(|| format!("nobody knows {name}"))
}

/// Waits at the door. It is market day: in the odd houses nobody is at home.
async fn ring(house: usize) -> Result<(), String> {
    sleep(Duration::from_millis(20)).await;
    let opens = house.is_multiple_of(2).then_some(());
    opens.ok_or_else(|| format!("nobody opens at house {house}"))
}

/// Delivers a letter to `name`: gives the number of the house, or why it was not delivered.
/// Writes the trip into the diary, and its last line is always the bicycle's return. Everything
/// happens within this one future: it borrows what it is lent, and spawns nothing.
pub async fn deliver(town: &[&str], name: &str, diary: &mut Vec<String>) -> Result<usize, String> {
    diary.push(format!("set out to {name}"));
    let visit = async move {
        let house = look_up(town, name).await?;
        ring(house).await?;
        diary.push(format!("letter handed over to {name}"));
        // TODO: end with what the visit amounts to when all went well.
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
