//! # The right one for the job
//!
//! A workshop builds small programs, and whoever asks which runtime to take is told: tokio. That is
//! often right, and the lamp in the lighthouse stays dark: there is no operating system in it. Others
//! took whatever had the largest number in a table, and their clients waited.
//!
//! Some demands leave no choice: where it runs, which libraries there must be, whether a task may hold
//! an `Rc`. The rest is measured, and a number proves only what was measured. A p99 of 2 ms at a
//! hundred requests a second says nothing about a thousand; a throughput that was reached with a p99
//! of a second is of no use to anybody who may wait 20 ms. The numbers here are made up.

/// What a program demands.
pub struct Workload {
    pub platform: &'static str,
    /// It cannot do without any of these.
    pub libraries: Vec<&'static str>,
    /// Its tasks hold an `Rc` and must stay on their thread.
    pub not_send: bool,
    /// So many requests come in a second.
    pub load: u32,
    /// The p99 must not be above so many milliseconds.
    pub p99_limit: u32,
}

/// What a runtime offers, and what was measured.
pub struct Candidate {
    pub name: &'static str,
    pub platforms: Vec<&'static str>,
    pub libraries: Vec<&'static str>,
    /// It can keep tasks on their thread.
    pub local_tasks: bool,
    /// With so many requests a second, the p99 was so many milliseconds. Each load is there once,
    /// in no order. A limit that is kept with one load is kept with every lower load, too.
    pub measured: Vec<(u32, u32)>,
}

/// The name of the runtime to take: it offers what the workload demands, and it is proven that it
/// keeps the limit with the workload's load. Of several, the one that is proven to keep the limit with
/// the highest load; if that is the same, the one with the lower p99 there. `None` if there is none.
pub fn choose(workload: &Workload, candidates: &[Candidate]) -> Option<&'static str> {
    // TODO: what does the workload demand, and what is proven of whom?
    let tokio = candidates.iter().find(|one| one.name == "tokio");
    tokio.map(|tokio| tokio.name)
}

fn main() {
    let candidate =
        |name, platforms: &[_], libraries: &[_], local_tasks, measured: &[_]| Candidate {
            name,
            platforms: platforms.to_vec(),
            libraries: libraries.to_vec(),
            local_tasks,
            measured: measured.to_vec(),
        };
    let pc = ["linux", "windows"];
    let candidates = [
        candidate("tokio", &pc, &["axum"], true, &[(1_000, 4), (9_000, 60)]),
        candidate("smol", &pc, &[], true, &[(1_000, 5), (4_000, 9)]),
        candidate("embassy", &["bare metal"], &[], true, &[(100, 1)]),
    ];
    let workload = |platform, libraries: &[_], load| Workload {
        platform,
        libraries: libraries.to_vec(),
        not_send: false,
        load,
        p99_limit: 20,
    };
    for (what, workload) in [
        ("the web shop", workload("linux", &["axum"], 800)),
        ("the scales", workload("windows", &[], 3_000)),
        ("the lamp", workload("bare metal", &[], 10)),
        ("the stock exchange", workload("linux", &[], 50_000)),
    ] {
        let name = choose(&workload, &candidates);
        println!("{what}: {}", name.unwrap_or("none of these"));
    }
}
