//! What the learner's file must offer:
//! ```
//! pub async fn festival(bands: [&str; 3], play: impl AsyncFn(&str) -> String) -> Vec<String>
//! ```

use probe::{Checked, Fact, Lab, lines_of, ms};
use tokio::time::sleep;

probe::checks! {
    /// All three bands are booked, in order, before the first one plays.
    all_are_booked_before_the_first_plays,
    /// The bands play one at a time, and the last one booked plays first.
    the_last_booked_plays_first,
    /// The applause is returned in the order in which the bands played.
    the_applause_is_in_order,
}

/// What an evening at the festival looked like.
struct Evening {
    bands: [&'static str; 3],
    booked_and_begun: Vec<String>,
    began: Vec<String>,
    applause: Vec<String>,
    most_at_once: u64,
}

async fn evening(lab: &mut Lab) -> Evening {
    let mut bands = ["Winter Coats", "Paper Boats", "Night Bus"];
    lab.random().shuffle(&mut bands);
    let (booked, began, gauge) = (lab.journal(), lab.journal(), lab.gauge());
    let applause = exercise::festival(bands, |band: &str| {
        booked.note(format!("{band} booked"));
        let (booked, began, gauge) = (booked.clone(), began.clone(), gauge.clone());
        let band = band.to_owned();
        async move {
            if began.is_empty() {
                booked.note("the first concert begins");
            }
            began.note(format!("{band} on stage"));
            let _on_stage = gauge.enter();
            sleep(ms(25)).await;
            format!("cheers for {band}")
        }
    })
    .await;
    Evening {
        bands,
        booked_and_begun: booked.lines(),
        began: began.lines(),
        applause,
        most_at_once: gauge.most(),
    }
}

async fn all_are_booked_before_the_first_plays(lab: &mut Lab) -> Checked {
    let evening = evening(lab).await;
    if evening.began.is_empty() {
        return lab.find(Fact::NeverRan {
            what: "the body of `play`".into(),
        });
    }
    let mut expected = lines_of(&evening.bands, |band| format!("{band} booked"));
    expected.push("the first concert begins".into());
    lab.expect_lines(
        "bookings and concerts",
        &evening.booked_and_begun,
        &expected,
    )
}

async fn the_last_booked_plays_first(lab: &mut Lab) -> Checked {
    let mut evening = evening(lab).await;
    lab.expect_at_once("bands on stage", evening.most_at_once, 1)?;

    evening.bands.reverse();
    let expected = lines_of(&evening.bands, |band| format!("{band} on stage"));
    lab.expect_lines("the concerts", &evening.began, &expected)
}

async fn the_applause_is_in_order(lab: &mut Lab) -> Checked {
    let evening = evening(lab).await;
    // The check before this one judges who plays when.
    let expected = lines_of(&evening.began, |line| {
        format!("cheers for {}", line.trim_end_matches(" on stage"))
    });
    lab.expect_lines("the applause", &evening.applause, &expected)
}
