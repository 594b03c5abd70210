//! What the learner's file must offer:
//! ```
//! pub async fn wash_day<W>(
//!     loads: &[&str],
//!     wash: impl Fn(String) -> W,
//!     read_the_paper: impl Future<Output = ()>,
//! ) -> Vec<String>
//! where
//!     W: Future<Output = String> + Send + 'static,
//! ```

use exercise::wash_day;
use probe::journal::Journal;
use probe::{Checked, Fact, Lab, Run, lines_of, ms};
use std::pin::Pin;
use std::time::Duration;
use tokio::time::sleep;

probe::checks! {
    /// While the paper is read, every machine is already running.
    they_run_while_the_paper_is_read,
    /// Reading and washing overlap: together they take as long as the longest of them.
    nobody_waits_for_a_turn,
    /// The basket is in the order of the loads, and every load is washed once.
    the_basket_is_in_order,
    /// A machine that breaks down costs only its own load, and the basket says so.
    one_breaks_down,
}

/// A load: its name, how long its washing takes in milliseconds, and whether the machine survives.
type Load = (&'static str, u64, bool);

/// A machine at work.
type Washing = Pin<Box<dyn Future<Output = String> + Send>>;

/// What a wash day recorded.
struct Seen {
    run: Run<Vec<String>>,
    /// What the calls of `wash`, the machines and the reader did.
    journal: Journal,
}

/// Three machines are looked after with far fewer polls.
const MANY_LOOKS: u64 = 20;

const READ: &str = "the paper is read";

fn called(load: &str) -> String {
    format!("wash was called with {load}")
}

fn began(load: &str) -> String {
    format!("{load} goes round")
}

/// All machines run on the one thread of the runtime.
async fn day(lab: &mut Lab, loads: &'static [Load], paper: Duration) -> Checked<Seen> {
    let (journal, steps) = (lab.journal(), lab.hook());
    // This thread is one of them.
    steps.call();
    let (note, step) = (journal.clone(), steps.clone());
    let wash = move |load: String| {
        note.note(called(&load));
        let (note, step) = (note.clone(), step.clone());
        let washing: Washing = Box::pin(async move {
            let known = loads.iter().find(|(name, ..)| *name == load);
            let (_, takes, holds) = *known.unwrap_or(&("", 0, true));
            note.note(began(&load));
            step.call();
            // On another thread nobody moves the clock on.
            if step.threads() == 1 {
                sleep(ms(takes)).await;
            }
            if !holds {
                panic!("the door sprang open, and {load} lies on the floor");
            }
            format!("{load}, clean and wet")
        });
        washing
    };
    let reading = async {
        sleep(paper).await;
        journal.note(READ);
    };
    let mut names = Vec::new();
    for (name, ..) in loads {
        names.push(*name);
    }
    let run = lab.run(wash_day(&names, wash, reading)).await;
    let threads = steps.threads();
    lab.expect_threads("the wash day", threads, 1)?;
    Ok(Seen { run, journal })
}

async fn they_run_while_the_paper_is_read(lab: &mut Lab) -> Checked {
    const LOADS: &[Load] = &[("towels", 90, true), ("socks", 60, true)];
    let paper = ms(lab.random().u64(30..60));
    let seen = day(lab, LOADS, paper).await?;
    let lines = seen.journal.lines();
    let Some(read) = lines.iter().position(|line| line == READ) else {
        let missing = vec![READ.into()];
        let what = "the wash day".into();
        return lab.find(Fact::Lost {
            what,
            missing,
            got: lines,
        });
    };
    let before = |line: String| lines[..read].contains(&line);
    for (load, ..) in LOADS {
        if before(began(load)) {
            continue;
        }
        if before(called(load)) {
            let what = format!("the washing of the {load}");
            return lab.find(Fact::RanLate { what });
        } else {
            lab.expect_overlap("the reading and the two loads", &seen.run, ms(90))?;
        }
        return Ok(());
    }
    Ok(())
}

async fn nobody_waits_for_a_turn(lab: &mut Lab) -> Checked {
    const LOADS: &[Load] = &[
        ("jeans", 15_000, true),
        ("curtains", 18_000, true),
        ("shirts", 12_000, true),
    ];
    let long_paper = lab.random().u64(20_000..30_000);
    for paper in [4_000, long_paper] {
        let seen = day(lab, LOADS, ms(paper)).await?;
        // Reader and machines wake it once each; a few more do no harm.
        if seen.run.yields > MANY_LOOKS {
            return lab.find(Fact::KeptLooking {
                what: "the wash day".into(),
                looks: seen.run.yields,
                took_ms: seen.run.took.as_millis() as u64,
            });
        }
        let what = "the reading and the three loads";
        let waits = [ms(15_000), ms(18_000), ms(12_000), ms(paper)];
        lab.expect_all_overlap(what, &seen.run, &waits)?;
    }
    let mut loads: Vec<Load> = Vec::new();
    let mut waits = vec![ms(40)];
    for number in 1..=lab.random().u64(130..300) {
        // Any two of them together take longer than the slowest.
        let takes = lab.random().u64(110..200);
        loads.push((format!("load {number}").leak(), takes, true));
        waits.push(ms(takes));
    }
    let what = format!("the reading and {} loads", loads.len());
    let seen = day(lab, loads.leak(), ms(40)).await?;
    lab.expect_all_overlap(&what, &seen.run, &waits)
}

async fn the_basket_is_in_order(lab: &mut Lab) -> Checked {
    const LOADS: &[Load] = &[
        ("aprons", 70, true),
        ("bibs", 20, true),
        ("caps", 90, true),
        ("dresses", 40, true),
    ];
    let paper = ms(lab.random().u64(10..60));
    let seen = day(lab, LOADS, paper).await?;
    let expected = lines_of(LOADS, |(name, ..)| format!("{name}, clean and wet"));
    lab.expect_lines("the basket", &seen.run.value, &expected)?;

    let mut lines = seen.journal.lines();
    lines.retain(|line| line.ends_with("goes round"));
    lines.sort_unstable();
    let expected = lines_of(LOADS, |(name, ..)| began(name));
    lab.expect_lines("the machines that ran", &lines, &expected)?;
    lab.expect_no_task_left("the wash day")
}

async fn one_breaks_down(lab: &mut Lab) -> Checked {
    const EARLY: &[Load] = &[
        ("the flag", 20, false),
        ("the sail", 80, true),
        ("the tent", 50, true),
    ];
    const LATE: &[Load] = &[
        ("the sail", 30, true),
        ("the flag", 90, false),
        ("the tent", 50, true),
    ];
    let loads = lab.pick(&[EARLY, LATE]);
    let seen = day(lab, loads, ms(40)).await?;
    let expected = lines_of(loads, |(name, _, holds)| match holds {
        true => format!("{name}, clean and wet"),
        false => format!("{name} is still dirty"),
    });
    lab.expect_lines("the basket", &seen.run.value, &expected)
}
