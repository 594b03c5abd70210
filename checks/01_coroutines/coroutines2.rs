//! What the learner's file must offer:
//! ```
//! pub async fn festival(bands: [&str; 3], play: impl AsyncFn(&str) -> String) -> Vec<String>
//! ```

use probe::{Fact, Lab, lines_of, ms};
use tokio::time::sleep;

probe::checks! {
    /// All three bands are asked, in order, before the music begins.
    all_are_asked_before_the_music,
    /// They play one after another, and whoever was asked last plays first.
    the_last_asked_plays_first,
    /// The applause is given in the order in which it was heard.
    the_applause_is_as_it_was_heard,
}

/// What could be seen and heard of a festival.
struct Evening {
    bands: [&'static str; 3],
    asked_and_music: Vec<String>,
    began: Vec<String>,
    applause: Vec<String>,
    most_at_once: u64,
}

async fn evening(lab: &mut Lab) -> Evening {
    let mut bands = ["Winter Coats", "Paper Boats", "Night Bus"];
    lab.random().shuffle(&mut bands);
    let (asked, began, gauge) = (lab.journal(), lab.journal(), lab.gauge());
    let applause = exercise::festival(bands, |band: &str| {
        asked.note(format!("{band} asked"));
        let (asked, began, gauge) = (asked.clone(), began.clone(), gauge.clone());
        let band = band.to_owned();
        async move {
            if began.is_empty() {
                asked.note("the music begins");
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
        asked_and_music: asked.lines(),
        began: began.lines(),
        applause,
        most_at_once: gauge.most(),
    }
}

async fn all_are_asked_before_the_music(lab: &mut Lab) {
    let evening = evening(lab).await;
    if evening.began.is_empty() {
        lab.find(Fact::NeverRan {
            what: "each concert, though all three bands were asked".into(),
        });
        return;
    }
    let mut expected = lines_of(&evening.bands, |band| format!("{band} asked"));
    expected.push("the music begins".into());
    lab.expect_lines("asking and playing", &evening.asked_and_music, &expected);
}

async fn the_last_asked_plays_first(lab: &mut Lab) {
    let mut evening = evening(lab).await;
    lab.expect_at_once("the bands on stage", evening.most_at_once, 1);
    if !lab.is_content() {
        return;
    }
    evening.bands.reverse();
    let expected = lines_of(&evening.bands, |band| format!("{band} on stage"));
    lab.expect_lines("the concerts", &evening.began, &expected);
}

async fn the_applause_is_as_it_was_heard(lab: &mut Lab) {
    let evening = evening(lab).await;
    // Who should have played when was the promise before.
    let expected = lines_of(&evening.began, |line| {
        format!("cheers for {}", line.trim_end_matches(" on stage"))
    });
    lab.expect_lines("the applause", &evening.applause, &expected);
}
