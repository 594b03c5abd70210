//! What the learner's file must offer:
//! ```
//! pub async fn deliver(
//!     town: &[&str],
//!     name: &str,
//!     diary: &mut Vec<String>,
//! ) -> Result<usize, String>
//! ```

use probe::{Checked, Fact, Lab, exactly, lines_of, ms};

probe::checks! {
    /// When something goes wrong on the way, `deliver` returns that error.
    errors_are_returned,
    /// The bicycle comes back from every trip, and the diary records the trip in order.
    the_bicycle_comes_back,
    /// When the letter is handed over, `deliver` returns the house number.
    a_letter_arrives,
    /// The trip only borrows the town and the diary, and spawns nothing.
    the_trip_only_borrows,
}

/// A town, a house where the door is opened, and one where it isn't.
fn town(lab: &mut Lab) -> ([&'static str; 4], usize, usize) {
    let mut town = ["Mrs Reed", "Mr Stone", "Miss Field", "Dr Brook"];
    lab.random().shuffle(&mut town);
    let (even, odd) = (lab.pick(&[0, 2]), lab.pick(&[1, 3]));
    (town, even, odd)
}

const NOBODY: &str = "Captain Moss";

async fn errors_are_returned(lab: &mut Lab) -> Checked {
    let (town, _, odd) = town(lab);
    for (name, error) in [
        (town[odd], format!("nobody opens at house {odd}")),
        (NOBODY, format!("nobody knows {NOBODY}")),
    ] {
        let outcome = exercise::deliver(&town, name, &mut Vec::new()).await;
        let what = format!("the result of the trip to {name}");
        if outcome.is_ok() {
            let (missing, got) = (
                vec![format!("Err({error:?})")],
                vec![format!("{outcome:?}")],
            );
            return lab.find(Fact::Lost { what, missing, got });
        } else {
            lab.expect_eq(&what, outcome, Err(error))?;
        }
    }
    Ok(())
}

async fn the_bicycle_comes_back(lab: &mut Lab) -> Checked {
    let (town, even, odd) = town(lab);
    for name in [town[even], town[odd], NOBODY] {
        let mut diary = vec!["Monday".to_owned()];
        let _judged_elsewhere = exercise::deliver(&town, name, &mut diary).await;
        let mut expected = vec!["Monday".to_owned(), format!("set out to {name}")];
        if name == town[even] {
            expected.push(format!("letter handed over to {name}"));
        }
        expected.push("bicycle brought back".into());
        lab.expect_lines(
            &format!("the diary of the trip to {name}"),
            &diary,
            &expected,
        )?;
    }
    Ok(())
}

async fn a_letter_arrives(lab: &mut Lab) -> Checked {
    let (town, even, _) = town(lab);
    let name = town[even];
    let run = lab
        .run(exercise::deliver(&town, name, &mut Vec::new()))
        .await;
    let what = format!("the result of the trip to {name}");
    lab.expect_eq(&what, &run.value, &Ok(even))?;
    lab.expect_took("the trip", &run, exactly(ms(30)))
}

async fn the_trip_only_borrows(lab: &mut Lab) -> Checked {
    // These names don't outlive the trip, so an answer that requires `'static` doesn't compile.
    let owned = lines_of(&town(lab).0, |name| name.to_string());
    let town = [&*owned[0], &owned[1], &owned[2], &owned[3]];
    let _judged_elsewhere = exercise::deliver(&town, town[2], &mut Vec::new()).await;
    lab.expect_nothing_spawned("the trip")
}
