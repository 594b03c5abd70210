//! What the learner's file must offer:
//! ```
//! pub async fn night<E>(
//!     stars: Vec<String>,
//!     expose: impl Fn(String) -> E,
//!     archive: impl Fn(String) + Clone + Send + 'static,
//! ) where
//!     E: Future<Output = String> + Send + 'static,
//! ```

use exercise::night;
use probe::{Checked, Fact, Lab, Run, at_most, exactly, lines_of, ms};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

probe::checks! {
    /// The night runs on the runtime it is called on, and on its thread.
    it_has_a_runtime_already,
    /// When the night is over, every plate is archived once, and no task is left.
    no_plate_is_lost,
    /// Each plate dries for its full time, and none waits for another.
    all_in_one_night,
}

/// The value of the starter; the learner may have changed the constant.
const DRYING: Duration = ms(40);

/// What a night recorded.
struct Seen {
    run: Run<()>,
    /// The plates, and when they were archived.
    archived: Vec<(String, Duration)>,
    threads: u64,
}

fn plate_of(star: &str) -> String {
    format!("{star}, exposed")
}

/// Runs a night; each star comes with its exposure in milliseconds.
async fn seen(lab: &mut Lab, exposures: &[(&str, u64)]) -> Seen {
    let (steps, before) = (lab.hook(), lab.memory());
    let archived: Arc<Mutex<Vec<(String, Duration)>>> = Arc::default();
    // This thread is one of them.
    steps.call();
    let stars = lines_of(exposures, |(star, _)| star.to_string());
    let mut takes = Vec::new();
    for (star, milliseconds) in exposures {
        takes.push((star.to_string(), *milliseconds));
    }
    let step = steps.clone();
    let expose = move |star: String| {
        let takes = takes.iter().find(|(known, _)| *known == star);
        let takes = ms(takes.map_or(0, |(_, takes)| *takes));
        let step = step.clone();
        async move {
            step.call();
            sleep(takes).await;
            plate_of(&star)
        }
    };
    let (step, shelf, evening) = (steps.clone(), archived.clone(), Instant::now());
    let archive = move |plate: String| {
        step.call();
        let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.push((plate, evening.elapsed()));
    };
    let run = lab.run(night(stars, expose, archive)).await;
    // A thread that only sleeps calls nothing, but it counts.
    let more = lab.memory().threads_since(&before).unwrap_or(0);
    let mut shelf = archived.lock().unwrap_or_else(PoisonError::into_inner);
    Seen {
        run,
        archived: std::mem::take(&mut shelf),
        threads: steps.threads().max(1 + more),
    }
}

async fn it_has_a_runtime_already(lab: &mut Lab) -> Checked {
    let seen = seen(lab, &[("Rigel", 30), ("Spica", 20)]).await;
    lab.expect_threads("the night", seen.threads, 1)
}

async fn no_plate_is_lost(lab: &mut Lab) -> Checked {
    let long = lab.random().u64(70..200);
    let exposures = [
        ("Antares", 30),
        ("Castor", long),
        ("Mira", 60),
        ("Pollux", 0),
    ];
    let seen = seen(lab, &exposures).await;
    lab.expect_no_task_left("the night")?;
    let expected = lines_of(&exposures, |(star, _)| plate_of(star));
    let mut plates = lines_of(&seen.archived, |(plate, _)| plate.clone());
    plates.sort_unstable();
    lab.expect_lines("the archive", &plates, &expected)
}

async fn all_in_one_night(lab: &mut Lab) -> Checked {
    // With hardly any exposure, code that blocks the thread to dry stands out.
    let single = seen(lab, &[("Bellatrix", 1)]).await;
    if single.threads > 1 {
        // Other threads run on another clock.
        return Ok(());
    }
    expect_archived(lab, &single, "a single plate", 1)?;
    let what = "exposing and drying a single plate";
    lab.expect_took(what, &single.run, exactly(ms(1) + DRYING))?;

    // Most of a day: code with a limit of time loses this plate.
    let longest = lab.random().u64(40_000_000..80_000_000);
    plates(
        lab,
        &[("Capella", 60), ("Regulus", longest), ("Sirius", 80)],
    )
    .await?;
    let mut stars = Vec::new();
    for number in 1..=lab.random().u64(130..300) {
        // Any two of them together take longer than the longest.
        let takes = lab.random().u64(110..180);
        stars.push((format!("star {number}"), takes));
    }
    let mut exposures = Vec::new();
    for (star, takes) in &stars {
        exposures.push((&**star, *takes));
    }
    plates(lab, &exposures).await
}

/// No plate is archived twice.
fn expect_archived(lab: &mut Lab, seen: &Seen, what: &str, plates: usize) -> Checked {
    let what = format!("calls to `archive` for {what}");
    lab.expect_calls(&what, seen.archived.len() as u64, at_most(plates as u64))
}

/// Each plate of a night is archived at its time.
async fn plates(lab: &mut Lab, exposures: &[(&str, u64)]) -> Checked {
    let seen = seen(lab, exposures).await;
    if seen.threads > 1 {
        // Other threads run on another clock.
        return Ok(());
    }
    let mut waits = Vec::new();
    for (_, takes) in exposures {
        waits.push(ms(*takes) + DRYING);
    }
    for (star, takes) in exposures {
        let plate = plate_of(star);
        let archived = seen.archived.iter().find(|(other, _)| *other == plate);
        let (at_best, what) = (
            takes + millis(DRYING),
            format!("archiving the plate of {star}"),
        );
        let came = archived.map_or(at_best, |(_, came)| millis(*came));
        if came < at_best {
            return lab.find(Fact::TooFast {
                what: format!("{what}, which is exposed for {takes} ms and dries for 40 ms,"),
                took_ms: came,
                at_least_ms: at_best,
            });
        }
    }
    let what = format!("{} plates", exposures.len());
    expect_archived(lab, &seen, &what, exposures.len())?;
    lab.expect_all_overlap(&what, &seen.run, &waits)?;
    for (star, takes) in exposures {
        let plate = plate_of(star);
        let archived = seen.archived.iter().find(|(other, _)| *other == plate);
        let at_best = takes + millis(DRYING);
        let Some((_, came)) = archived else {
            return lab.find(Fact::Lost {
                what: "the archive".into(),
                missing: vec![plate],
                got: lines_of(&seen.archived, |(plate, _)| plate.clone()),
            });
        };
        if millis(*came) > at_best {
            return lab.find(Fact::TooSlow {
                what: format!("archiving the plate of {star}"),
                took_ms: millis(*came),
                at_most_ms: at_best,
            });
        }
    }
    Ok(())
}

fn millis(duration: Duration) -> u64 {
    duration.as_millis() as u64
}
