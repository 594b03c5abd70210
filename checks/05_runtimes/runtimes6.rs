//! What the learner's file must offer:
//! ```
//! pub struct Workload {
//!     pub platform: &'static str,
//!     pub libraries: Vec<&'static str>,
//!     pub not_send: bool,
//!     pub load: u32,
//!     pub p99_limit: u32,
//! }
//! pub struct Candidate {
//!     pub name: &'static str,
//!     pub platforms: Vec<&'static str>,
//!     pub libraries: Vec<&'static str>,
//!     pub local_tasks: bool,
//!     pub measured: Vec<(u32, u32)>,
//! }
//! pub fn choose(workload: &Workload, candidates: &[Candidate]) -> Option<&'static str>
//! ```

use exercise::{Candidate, Workload, choose};
use probe::{Checked, Fact, Lab};
use std::cmp::Reverse;

probe::checks! {
    /// The chosen runtime runs on the workload's platform.
    it_runs_where_it_must,
    /// It has every library that the workload needs.
    every_library_is_there,
    /// If tasks must stay on their thread, it can keep them there; otherwise every candidate counts.
    tasks_stay_where_they_must,
    /// Its measurements prove the p99 limit at the workload's load.
    the_limit_is_proven,
    /// Of all fit candidates, the one with the most room wins; of two equal ones, the faster.
    the_most_room_wins,
    /// If no candidate is fit, the result is `None`.
    nobody_is_better_than_the_wrong_one,
    /// All of this is true for any table.
    any_table,
}

const PC: &[&str] = &["linux", "windows"];
const LINUX: &[&str] = &["linux"];
const LIBRARIES: &[&str] = &["axum", "sqlx"];
const BARE: &[&str] = &["bare metal"];

fn candidate(
    name: &'static str,
    platforms: &[&'static str],
    libraries: &[&'static str],
    local_tasks: bool,
    measured: &[(u32, u32)],
) -> Candidate {
    Candidate {
        name,
        platforms: platforms.to_vec(),
        libraries: libraries.to_vec(),
        local_tasks,
        measured: measured.to_vec(),
    }
}

fn workload(
    platform: &'static str,
    libraries: &[&'static str],
    load: u32,
    p99_limit: u32,
) -> Workload {
    Workload {
        platform,
        libraries: libraries.to_vec(),
        not_send: false,
        load,
        p99_limit,
    }
}

fn with_rc(workload: Workload) -> Workload {
    Workload {
        not_send: true,
        ..workload
    }
}

async fn it_runs_where_it_must(lab: &mut Lab) -> Checked {
    table(
        lab,
        "the lamp of a lighthouse",
        workload("bare metal", &[], 10, 20),
        vec![
            candidate("tokio", PC, &["axum"], true, &[(1_000, 2), (9_000, 8)]),
            candidate("smol", PC, &[], true, &[(1_000, 3), (4_000, 9)]),
            candidate("embassy", BARE, &[], true, &[(50, 1), (100, 4)]),
        ],
    )?;
    table(
        lab,
        "the till of a bakery",
        workload("windows", &[], 500, 30),
        vec![
            candidate("glommio", LINUX, &[], true, &[(1_000, 1), (20_000, 5)]),
            candidate("tokio", LINUX, &["axum"], true, &[(1_000, 2), (9_000, 8)]),
            candidate("smol", PC, &[], true, &[(1_000, 3), (4_000, 9)]),
        ],
    )
}

async fn every_library_is_there(lab: &mut Lab) -> Checked {
    table(
        lab,
        "a web shop",
        workload("linux", &["axum"], 800, 20),
        vec![
            candidate("glommio", LINUX, &[], true, &[(1_000, 1), (20_000, 5)]),
            candidate(
                "tokio",
                PC,
                &["axum", "sqlx"],
                true,
                &[(1_000, 2), (9_000, 8)],
            ),
            candidate("smol", PC, &["sqlx"], true, &[(1_000, 3), (9_500, 9)]),
        ],
    )?;
    table(
        lab,
        "a library's catalogue",
        workload("linux", &["sqlx", "axum"], 200, 40),
        vec![
            candidate("smol", PC, &["sqlx"], true, &[(1_000, 3), (9_000, 9)]),
            candidate("monoio", LINUX, &["axum"], true, &[(1_000, 3), (12_000, 9)]),
            candidate(
                "tokio",
                PC,
                &["axum", "tonic", "sqlx"],
                true,
                &[(1_000, 7), (5_000, 30)],
            ),
        ],
    )
}

async fn tasks_stay_where_they_must(lab: &mut Lab) -> Checked {
    table(
        lab,
        "a window on the screen",
        with_rc(workload("windows", &[], 60, 16)),
        vec![
            candidate(
                "tokio-threads",
                PC,
                &["axum"],
                false,
                &[(1_000, 2), (9_000, 8)],
            ),
            candidate("smol", PC, &[], true, &[(100, 2), (2_000, 9)]),
            candidate("embassy", BARE, &[], true, &[(10_000, 1)]),
        ],
    )?;
    table(
        lab,
        "a mail server",
        workload("linux", &[], 60, 16),
        vec![
            candidate(
                "tokio-threads",
                PC,
                &["axum"],
                false,
                &[(1_000, 2), (2_000, 8)],
            ),
            candidate("smol", PC, &[], true, &[(100, 2), (5_000, 9)]),
        ],
    )
}

async fn the_limit_is_proven(lab: &mut Lab) -> Checked {
    table(
        lab,
        "a trading desk",
        workload("linux", &[], 1_000, 10),
        vec![
            candidate("tokio", PC, &[], true, &[(1_000, 25), (40_000, 90)]),
            candidate(
                "glommio",
                LINUX,
                &[],
                true,
                &[(2_000, 4), (3_000, 8), (9_000, 70)],
            ),
        ],
    )?;
    table(
        lab,
        "a ticket office",
        workload("linux", &[], 5_000, 50),
        vec![
            candidate("smol", PC, &[], true, &[(100, 1), (1_000, 2)]),
            candidate("tokio", PC, &[], true, &[(1_000, 9), (6_000, 45)]),
            candidate("monoio", LINUX, &[], true, &[(100, 1), (7_000, 60)]),
        ],
    )?;
    table(
        lab,
        "a parking house",
        workload("linux", &[], 2_000, 12),
        vec![
            candidate("tokio", PC, &[], true, &[(1_000, 3), (2_000, 12)]),
            candidate("smol", PC, &[], true, &[(500, 3), (1_500, 5)]),
        ],
    )
}

async fn the_most_room_wins(lab: &mut Lab) -> Checked {
    table(
        lab,
        "a weather service",
        workload("linux", &[], 1_000, 30),
        vec![
            candidate("smol", PC, &[], true, &[(1_000, 1), (3_000, 9)]),
            candidate(
                "tokio",
                PC,
                &[],
                true,
                &[(9_000, 25), (12_000, 200), (1_000, 5)],
            ),
            candidate("monoio", LINUX, &[], true, &[(8_000, 28), (2_000, 6)]),
        ],
    )?;
    table(
        lab,
        "a chess club",
        workload("linux", &[], 1_000, 30),
        vec![
            candidate("tokio", PC, &[], true, &[(6_000, 21), (1_000, 8)]),
            candidate("monoio", LINUX, &[], true, &[(6_000, 14), (1_000, 9)]),
            candidate("smol", PC, &[], true, &[(6_000, 27), (1_000, 2)]),
        ],
    )
}

async fn nobody_is_better_than_the_wrong_one(lab: &mut Lab) -> Checked {
    table(
        lab,
        "a stock exchange",
        with_rc(workload("linux", &["axum"], 5_000, 10)),
        vec![
            candidate("tokio-threads", PC, &["axum"], false, &[(9_000, 8)]),
            candidate("tokio", PC, &["axum"], true, &[(4_000, 9), (9_000, 14)]),
            candidate("smol", PC, &[], true, &[(6_000, 9)]),
            candidate("monoio", LINUX, &["axum"], true, &[(1_000, 2), (5_000, 11)]),
            candidate("glommio", LINUX, &["axum"], true, &[(4_999, 10)]),
            candidate("embassy", BARE, &["axum"], true, &[(7_000, 1)]),
        ],
    )
}

async fn any_table(lab: &mut Lab) -> Checked {
    const NAMES: [&str; 5] = ["alder", "birch", "cedar", "elm", "fir"];
    for _ in 0..200 {
        let mut loads = [1_000, 2_000, 3_000, 4_000];
        // No two have the same p99 at the same load.
        let mut steps = [2, 3, 5, 7, 8];
        lab.random().shuffle(&mut steps);
        let mut candidates = Vec::new();
        for (name, step) in NAMES.into_iter().zip(steps) {
            lab.random().shuffle(&mut loads);
            let mut measured = Vec::new();
            for load in &loads[..lab.random().usize(1..=4)] {
                // The more requests, the higher the p99.
                measured.push((*load, *load / 1_000 * step));
            }
            candidates.push(Candidate {
                name,
                platforms: some_of(lab, PC),
                libraries: some_of(lab, LIBRARIES),
                local_tasks: lab.random().u8(..) < 190,
                measured,
            });
        }
        let demands = Workload {
            platform: lab.pick(PC),
            libraries: some_of(lab, LIBRARIES),
            not_send: lab.random().bool(),
            load: lab.random().u32(500..3_500),
            p99_limit: lab.random().u32(6..30),
        };
        judge(lab, "a program", &demands, &candidates)?;
    }
    Ok(())
}

/// Some of them, all, or none.
fn some_of(lab: &mut Lab, all: &[&'static str]) -> Vec<&'static str> {
    let mut some = all.to_vec();
    some.retain(|_| lab.random().u8(..) < 190);
    some
}

/// Judges one table, with all numbers scaled, and the candidates in several orders.
fn table(
    lab: &mut Lab,
    what: &str,
    mut workload: Workload,
    mut candidates: Vec<Candidate>,
) -> Checked {
    let (faster, slower) = (lab.random().u32(1..5), lab.random().u32(1..4));
    workload.load *= faster;
    workload.p99_limit *= slower;
    for one in &mut candidates {
        for (load, p99) in &mut one.measured {
            *load *= faster;
            *p99 *= slower;
        }
    }
    for _ in 0..candidates.len() {
        let first = candidates.remove(0);
        candidates.push(first);
        judge(lab, what, &workload, &candidates)?;
    }
    Ok(())
}

fn judge(lab: &mut Lab, what: &str, workload: &Workload, candidates: &[Candidate]) -> Checked {
    let best = candidates
        .iter()
        .filter(|one| broken(workload, one).is_none())
        .max_by_key(|one| proven(workload, one).map(|(load, p99)| (load, Reverse(p99))));
    let chosen = choose(workload, candidates);
    if chosen == best.map(|best| best.name) {
        return Ok(());
    }
    let chosen_one = candidates.iter().find(|one| Some(one.name) == chosen);
    let (expected, got) = match (chosen, chosen_one, best) {
        (Some(name), Some(chosen), best) => {
            let (rule, but) = broken(workload, chosen)
                .or_else(|| worse(workload, chosen, best?))
                .unwrap_or_default();
            let rule = match best {
                Some(_) => rule,
                None => "`None`, because no candidate is fit".to_owned(),
            };
            (rule, format!("`{name}`, which {but}"))
        }
        (Some(name), None, _) => {
            let one = "one of the candidates".to_owned();
            (one, format!("`{name}`, which is none of them"))
        }
        (None, _, best) => {
            let fit = best.and_then(|best| Some((best.name, proven(workload, best)?)));
            let fit = fit.map(|(name, (load, p99))| {
                format!("`{name}`, which offers everything, and took {p99} ms at {load}")
            });
            (fit.unwrap_or_default(), "`None`".to_owned())
        }
    };
    lab.find(Fact::WrongValue {
        what: format!("the choice for {what} ({})", in_words(workload)),
        expected,
        got,
    })
}

/// "linux, axum, an `Rc` in its tasks, 800 requests a second, a p99 of at most 20 ms".
fn in_words(workload: &Workload) -> String {
    let mut demands = vec![workload.platform.to_owned()];
    for library in &workload.libraries {
        demands.push(library.to_string());
    }
    if workload.not_send {
        demands.push("an `Rc` in its tasks".to_owned());
    }
    demands.push(format!("{} requests a second", workload.load));
    demands.push(format!("a p99 of at most {} ms", workload.p99_limit));
    demands.join(", ")
}

/// The highest load at which the limit was kept, and the p99 there.
fn proven(workload: &Workload, candidate: &Candidate) -> Option<(u32, u32)> {
    let kept = |(_, p99): &&(u32, u32)| *p99 <= workload.p99_limit;
    candidate.measured.iter().filter(kept).max().copied()
}

/// The rule that the candidate breaks, and how.
fn broken(workload: &Workload, candidate: &Candidate) -> Option<(String, String)> {
    let Workload {
        platform,
        load,
        p99_limit,
        ..
    } = workload;
    if !candidate.platforms.contains(platform) {
        let rule = format!("a runtime for the workload's platform, {platform}");
        return Some((rule, format!("runs on {}", listed(&candidate.platforms))));
    }
    let has = |library: &&&str| !candidate.libraries.contains(library);
    if let Some(missing) = workload.libraries.iter().find(has) {
        let rule = format!("a runtime that has {}", listed(&workload.libraries));
        return Some((rule, format!("lacks {missing}")));
    }
    if workload.not_send && !candidate.local_tasks {
        let rule = "a runtime that can keep tasks on their thread, because they hold an `Rc`";
        return Some((
            rule.to_owned(),
            "can't keep tasks on their thread".to_owned(),
        ));
    }
    let rule = format!(
        "a runtime that is proven to keep within {p99_limit} ms at {load} requests a second"
    );
    match proven(workload, candidate) {
        Some((proven, _)) if proven >= *load => None,
        Some((proven, _)) => {
            let more = candidate
                .measured
                .iter()
                .filter(|(load, _)| *load > proven)
                .min();
            let but = match more {
                None => format!("was measured only up to {proven}"),
                Some((load, p99)) => {
                    format!("keeps that limit at {proven}, but takes {p99} ms at {load}")
                }
            };
            Some((rule, but))
        }
        None => {
            let least = candidate.measured.iter().min();
            let but = least.map_or("was never measured".to_owned(), |(load, p99)| {
                format!("already takes {p99} ms at {load}")
            });
            Some((rule, but))
        }
    }
}

/// Both are fit: the rule that puts `best` before `chosen`, and how `chosen` loses.
fn worse(workload: &Workload, chosen: &Candidate, best: &Candidate) -> Option<(String, String)> {
    let (load, p99) = proven(workload, chosen)?;
    let (most, lowest) = proven(workload, best)?;
    let limit = workload.p99_limit;
    Some(if load == most {
        (
            format!(
                "of those that keep within {limit} ms up to {most}, the one with the lowest p99 there"
            ),
            format!("takes {p99} ms there, while another takes {lowest} ms"),
        )
    } else {
        (
            format!(
                "of those that are fit, the one that keeps within {limit} ms up to the highest load"
            ),
            format!("does so up to {load} requests a second, while another does up to {most}"),
        )
    })
}

fn listed(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        words => words.join(" and "),
    }
}
