//! expects: failed/wrong-value
//! The lowest p99 that is good enough, wherever it was measured.

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
    let fit = candidates.iter().filter_map(|candidate| {
        let proves =
            |(load, p99): &&(u32, u32)| *load >= workload.load && *p99 <= workload.p99_limit;
        let proofs = candidate.measured.iter().filter(proves);
        let (_, p99) = proofs.min_by_key(|(_, p99)| *p99)?;
        offers(candidate, workload).then_some((p99, candidate.name))
    });
    fit.min().map(|(_, name)| name)
}

fn offers(candidate: &Candidate, workload: &Workload) -> bool {
    let has = |library| candidate.libraries.contains(library);
    candidate.platforms.contains(&workload.platform)
        && workload.libraries.iter().all(has)
        && (candidate.local_tasks || !workload.not_send)
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
