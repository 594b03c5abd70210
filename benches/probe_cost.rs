//! What watching costs: each solution attempted with its spawns and polls watched, and not.
//!
//! `cargo bench --bench probe_cost`. The two kinds of run take turns, so that whatever else the
//! machine does falls on both. An attempt is its build, which is the same for both, and its run.

use anyhow::{Context, Result, bail};
use asynclings::attempt::preparation::Preparation;
use asynclings::build::standby::Calls;
use asynclings::build::tools::Tools;
use asynclings::build::{self, Built, Job, stopwatch::Stopwatch, workplace::Workplace};
use asynclings::course::{Course, STATE_DIR};
use asynclings::exercise::Exercise;
use asynclings::judge::{self, Ending, Limits, Request};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Attempts of each kind.
const ROUNDS: usize = 21;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let course = Course::find(Path::new(env!("CARGO_MANIFEST_DIR")))?;
    println!("medians of {ROUNDS} attempts of each kind, in ms");
    println!(
        "{:14}{:>8}{:>10}{:>12}{:>10}",
        "solution", "build", "watched", "unwatched", "ratio"
    );
    let mut ratios = Vec::new();
    for exercise in &course.exercises {
        let cost = Cost::of(&course, exercise).await?;
        println!(
            "{:14}{:>8.1}{:>10.2}{:>12.2}{:>10.3}",
            exercise.name,
            ms(cost.build),
            ms(cost.watched),
            ms(cost.unwatched),
            cost.ratio()
        );
        ratios.push(cost.ratio());
    }
    ratios.sort_by(f64::total_cmp);
    if let [least, .., most] = ratios[..] {
        let median = ratios[ratios.len() / 2];
        println!("ratio of whole attempts: {least:.3} to {most:.3}, median {median:.3}");
    }
    Ok(())
}

struct Cost {
    build: Duration,
    watched: Duration,
    unwatched: Duration,
}

impl Cost {
    async fn of(course: &Course, exercise: &Exercise) -> Result<Self> {
        let preparation = Preparation::of(course)?;
        let Tools::Kit(kit) = preparation.kit_with_bar(exercise).await? else {
            bail!("{} is built without a kit", exercise.name);
        };
        let source = PathBuf::from("solutions").join(format!("{}.rs", exercise.key()));
        let watch = Stopwatch::default();
        let job = Job {
            root: &course.root,
            source: &source,
            strict: exercise.strict,
            ours: exercise.ours,
            deny: &exercise.deny,
            watch: &watch,
        };
        let check = course.check(exercise)?.context("it has no check")?;
        let workplace = Workplace::claim(&course.root.join(STATE_DIR).join("build"), "bench")?;
        let mut builds = Vec::new();
        let mut program = PathBuf::new();
        for _ in 0..5 {
            let began = Instant::now();
            let calls = Calls::start(&kit, job, &check, &workplace)?;
            match build::with_check(&kit, job, &check, calls, &workplace, |_| ()).await? {
                Built::Ready { program: built, .. } => program = built,
                other => bail!("{} cannot be built: {other:?}", exercise.name),
            }
            builds.push(began.elapsed());
        }
        let (mut watched, mut unwatched) = (Vec::new(), Vec::new());
        for seed in 0..ROUNDS as u64 {
            for (kind, times) in [(true, &mut watched), (false, &mut unwatched)] {
                let request = Request {
                    seed,
                    timelines: false,
                    watched: kind,
                };
                let limits = Limits::of_time(exercise.time_limit);
                let ran = judge::check(&program, &course.root, &source, request, limits).await?;
                if ran.ending != Ending::Exited(0) {
                    bail!("{} ended with {:?}", exercise.name, ran.ending);
                }
                times.push(ran.took);
            }
        }
        Ok(Self {
            build: median(builds),
            watched: median(watched),
            unwatched: median(unwatched),
        })
    }

    /// Whole attempts, watched to unwatched.
    fn ratio(&self) -> f64 {
        ms(self.build + self.watched) / ms(self.build + self.unwatched)
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
