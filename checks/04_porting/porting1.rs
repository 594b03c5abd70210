//! What the learner's file must offer:
//! ```
//! pub async fn ask_all(
//!     lighthouses: &[&str],
//!     ask: impl AsyncFn(&str) -> Result<u32, String>,
//! ) -> Vec<Result<u32, String>>
//! ```

use exercise::ask_all;
use probe::{Checked, Lab, Run, exactly, lines_of, ms};
use tokio::time::sleep;

probe::checks! {
    /// Every lighthouse is asked once and gets to answer, even if another one fails first.
    each_is_heard_to_the_end,
    /// The answers are in the order of the list, each error in its place.
    each_answer_has_its_place,
    /// All lighthouses are asked at the same time.
    they_are_asked_at_the_same_time,
}

/// A lighthouse: its name, how long its answer takes in milliseconds, and the answer.
type Lighthouse = (&'static str, u64, Result<u32, String>);

struct Seen {
    run: Run<Vec<Result<u32, String>>>,
    calls: u64,
    heard: Vec<String>,
}

async fn morning(lab: &mut Lab, lighthouses: &[Lighthouse]) -> Seen {
    let (asked, heard) = (lab.hook(), lab.journal());
    let ask = async |name: &str| {
        asked.call();
        let known = lighthouses.iter().find(|(known, ..)| *known == name);
        let Some((name, takes, answer)) = known else {
            return Err(format!("there is no lighthouse {name}"));
        };
        sleep(ms(*takes)).await;
        heard.note(*name);
        answer.clone()
    };
    let mut names = Vec::new();
    for (name, ..) in lighthouses {
        names.push(*name);
    }
    let run = lab.run(ask_all(&names, ask)).await;
    Seen {
        run,
        calls: asked.calls(),
        heard: heard.lines(),
    }
}

/// What the lighthouse at this place in the list sees; no two see the same.
fn sees(lab: &mut Lab, place: u32) -> Result<u32, String> {
    Ok(place * 10 + lab.random().u32(1..10))
}

fn dead(name: &str) -> Result<u32, String> {
    Err(format!("the line to {name} is dead"))
}

async fn each_is_heard_to_the_end(lab: &mut Lab) -> Checked {
    let fails_after = lab.random().u64(10..30);
    let lighthouses = [
        ("Cape Sorrow", 80, sees(lab, 0)),
        ("Twin Stones", 40, sees(lab, 1)),
        ("Heron Bank", fails_after, dead("Heron Bank")),
        ("White Sands", 60, sees(lab, 3)),
        // Two of a name are two lighthouses.
        ("Twin Stones", 40, sees(lab, 4)),
    ];
    let mut seen = morning(lab, &lighthouses).await;
    let what = "calls to five lighthouses, two of them with the same name";
    lab.expect_calls(what, seen.calls, exactly(5))?;

    let mut names = lines_of(&lighthouses, |(name, ..)| name.to_string());
    names.sort_unstable();
    seen.heard.sort_unstable();
    lab.expect_lines("the lighthouses that got to answer", &seen.heard, &names)
}

async fn each_answer_has_its_place(lab: &mut Lab) -> Checked {
    // The order of the list is neither the order of the answers nor one sorted by outcome.
    let takes = lab.pick(&[[50, 20, 60, 30], [70, 60, 20, 30], [30, 70, 60, 20]]);
    let lighthouses = [
        ("Salt Point", takes[0], sees(lab, 0)),
        ("Gannet Rock", takes[1], dead("Gannet Rock")),
        ("The Widow", takes[2], sees(lab, 2)),
        ("Far Skerry", takes[3], dead("Far Skerry")),
    ];
    let show = |answer: &Result<u32, String>| format!("{answer:?}");
    let seen = morning(lab, &lighthouses).await;
    let expected = lines_of(&lighthouses, |(.., answer)| show(answer));
    let got = lines_of(&seen.run.value, show);
    lab.expect_lines("the answers", &got, &expected)?;
    let nobody = morning(lab, &[]).await;
    let none: [Result<u32, String>; 0] = [];
    lab.expect_eq("the answers for an empty list", nobody.run.value, none)
}

async fn they_are_asked_at_the_same_time(lab: &mut Lab) -> Checked {
    let mut many: Vec<Lighthouse> = Vec::new();
    let mut waits = Vec::new();
    for number in 1..=lab.random().u32(130..300) {
        // Any two of them together take longer than the slowest.
        let takes = lab.random().u64(110..200);
        let answer = sees(lab, number);
        many.push((format!("number {number}").leak(), takes, answer));
        waits.push(ms(takes));
    }
    let what = format!("{} lighthouses", many.len());
    let seen = morning(lab, &many).await;
    lab.expect_all_overlap(&what, &seen.run, &waits)?;

    for (number, (name, _, answer)) in many.iter_mut().enumerate() {
        if number % 3 == 1 {
            *answer = dead(name);
        }
    }
    let seen = morning(lab, &many).await;
    // If it does not wait for all of them, another check reports that.
    if Some(&seen.run.took) > waits.iter().max() {
        lab.expect_all_overlap(&what, &seen.run, &waits)?;
    }
    Ok(())
}
