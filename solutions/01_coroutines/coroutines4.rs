//! # A round trip
//!
//! The block ends with a `Result`, so `?` leaves only the block and the function carries on.
//! Without `move`, the block borrows `diary`, and the borrow ends once the block has been awaited.

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
    let visit = async {
        let house = look_up(town, name).await?;
        ring(house).await?;
        diary.push(format!("letter handed over to {name}"));
        Ok(house)
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
