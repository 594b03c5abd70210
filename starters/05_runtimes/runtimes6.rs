//! # The right one for the job
//!
//! Choose a runtime from a table. It must offer what the workload demands, and its measurements
//! must prove that it is fast enough.
//!
//! A workshop uses tokio for everything. That is often right, but the lamp in a lighthouse has no
//! operating system. Others pick the largest number in a table, and their clients wait.
//!
//! Some demands leave no choice: the platform, the libraries, tasks that hold an `Rc`. The rest is
//! measured, and a number proves only what was measured. A p99 of 2 ms at 100 requests a second
//! says nothing about 1,000. A throughput with a p99 of a second is no use to a client who can wait
//! 20 ms. (The numbers here are made up.)

/// What a program demands.
pub struct Workload {
    pub platform: &'static str,
    /// It needs all of these.
    pub libraries: Vec<&'static str>,
    /// Its tasks hold an `Rc` and must stay on their thread.
    pub not_send: bool,
    /// Requests per second.
    pub load: u32,
    /// The highest p99 that is allowed, in milliseconds.
    pub p99_limit: u32,
}

/// What a runtime offers, and what was measured.
pub struct Candidate {
    pub name: &'static str,
    pub platforms: Vec<&'static str>,
    pub libraries: Vec<&'static str>,
    /// It can keep tasks on their thread.
    pub local_tasks: bool,
    /// Pairs: a load in requests per second, and the p99 at that load in milliseconds. Each load
    /// occurs once, in no order. At a lower load, the p99 is never higher.
    pub measured: Vec<(u32, u32)>,
}

/// The name of a runtime that offers what the workload demands and is proven to keep the p99 limit
/// at the workload's load. Of several, the one proven to keep the limit at the highest load; if those
/// loads are equal, the one with the lower p99 there. `None` if no candidate is fit.
pub fn choose(workload: &Workload, candidates: &[Candidate]) -> Option<&'static str> {
    // TODO: what does the workload demand, and what do the measurements prove?
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
