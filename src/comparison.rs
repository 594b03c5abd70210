//! The runtimes compared on one machine: what the measuring program says, and the figures that come
//! of it. Pure.
//!
//! Each figure is the median of the runs; whatever is claimed of two runtimes must hold in each run.

pub mod scale;
pub mod seen;

use serde::{Deserialize, Serialize};

/// What ran the workloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runtime {
    /// tokio, all tasks on one thread.
    TokioCurrentThread,
    /// tokio, a worker thread for each processor.
    TokioMultiThread,
    /// smol without settings.
    Smol,
    /// A thread for each task.
    Threads,
}

/// What was to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Workload {
    /// A server that sends back what it gets.
    Echo,
    /// Many tasks that wait for the clock.
    Timers,
    /// Tasks that compute without an await, while heartbeats want to go on.
    Cpu,
}

/// What the measuring program is going to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Of the machine, as far as the program may use them.
    pub processors: usize,
    /// How often each workload runs on each runtime.
    pub runs: usize,
    /// Measurements in all.
    pub steps: usize,
    /// What is due in the first so many milliseconds of a run does not count.
    pub warm_up_ms: u64,
    /// For so many milliseconds after that it does, but where a workload ends by itself.
    pub measured_ms: u64,
    /// Connections of the echo.
    pub clients: usize,
    /// Of all clients together.
    pub requests_per_second: usize,
    /// Tasks that wait for the clock.
    pub timers: usize,
    /// How often each of them does.
    pub timer_every_ms: u64,
    /// Tasks that compute.
    pub tasks: usize,
    /// What each of them goes over, in megabytes.
    pub task_mb: f64,
    /// What a processor goes over in a second when it has nothing else to do, in megabytes.
    pub alone_mb_per_second: f64,
    /// Of all heartbeats together.
    pub beats_per_second: usize,
}

/// One run of one workload on one runtime. How late: from when something was due until it was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// From 1.
    pub run: usize,
    /// What was to be done.
    pub workload: Workload,
    /// What ran it.
    pub runtime: Runtime,
    /// How many counted.
    pub samples: usize,
    /// Half were later than so many microseconds.
    pub median_us: f64,
    /// One in a hundred was later than so many microseconds.
    pub p99_us: f64,
    /// Megabytes that were gone over in a second, where there was something to go over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mb_per_second: Option<f64>,
}

/// A line of the measuring program.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "says", rename_all = "kebab-case")]
pub enum Line {
    /// The first one.
    Plan(Plan),
    /// Every other one.
    Measured(Measured),
}

/// Everything that was measured so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How.
    pub plan: Plan,
    /// In the order of the clock.
    pub measured: Vec<Measured>,
}

/// What all runs of a workload on a runtime come to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// What was to be done.
    pub workload: Workload,
    /// What ran it.
    pub runtime: Runtime,
    /// The median of the runs' medians, in microseconds.
    pub median_us: f64,
    /// The median of the runs' p99s, in microseconds.
    pub p99_us: f64,
    /// The median of the runs' rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mb_per_second: Option<f64>,
}

impl Runtime {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::TokioCurrentThread,
        Self::TokioMultiThread,
        Self::Smol,
        Self::Threads,
    ];

    /// Its full name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TokioCurrentThread => "tokio current_thread",
            Self::TokioMultiThread => "tokio multi_thread",
            Self::Smol => "smol",
            Self::Threads => "plain threads",
        }
    }

    /// Its name where there is little room, or where it was named in full before.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        match self {
            Self::TokioCurrentThread => "current_thread",
            Self::TokioMultiThread => "multi_thread",
            Self::Smol => "smol",
            Self::Threads => "plain threads",
        }
    }
}

impl Workload {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Echo, Self::Timers, Self::Cpu];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::Timers => "timers",
            Self::Cpu => "CPU",
        }
    }
}

impl Comparison {
    /// Nothing measured yet.
    #[must_use]
    pub fn planned(plan: Plan) -> Self {
        Self {
            plan,
            measured: Vec::new(),
        }
    }

    /// Whether every workload ran on every runtime as often as planned.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        Workload::ALL.iter().all(|workload| {
            Runtime::ALL.iter().all(|runtime| {
                let runs = self.runs(*workload, *runtime).count();
                runs == self.plan.runs && runs > 0
            })
        })
    }

    /// The runs of a workload on a runtime.
    pub fn runs(&self, workload: Workload, runtime: Runtime) -> impl Iterator<Item = &Measured> {
        self.measured
            .iter()
            .filter(move |one| one.workload == workload && one.runtime == runtime)
    }

    /// What they come to; none when there are none.
    #[must_use]
    pub fn figure(&self, workload: Workload, runtime: Runtime) -> Option<Figure> {
        let of = |value: &dyn Fn(&Measured) -> Option<f64>| {
            middle(self.runs(workload, runtime).filter_map(value).collect())
        };
        Some(Figure {
            workload,
            runtime,
            median_us: of(&|one| Some(one.median_us))?,
            p99_us: of(&|one| Some(one.p99_us))?,
            mb_per_second: of(&|one| one.mb_per_second),
        })
    }

    /// Every figure, workload by workload.
    pub fn figures(&self) -> impl Iterator<Item = Figure> {
        let pairs = Workload::ALL
            .into_iter()
            .flat_map(|workload| Runtime::ALL.map(|runtime| (workload, runtime)));
        pairs.filter_map(|(workload, runtime)| self.figure(workload, runtime))
    }
}

/// The middle one; of two in the middle, the smaller.
fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    values.get(last / 2).copied()
}

/// So many microseconds in words, as exact as such a measurement is.
#[must_use]
pub fn span(us: f64) -> String {
    let ms = us / 1e3;
    // Each limit is where the rounding would reach the next unit.
    if us < 9.95 {
        format!("{us:.1} µs")
    } else if us < 999.5 {
        format!("{us:.0} µs")
    } else if ms < 9.95 {
        format!("{ms:.1} ms")
    } else if ms < 999.5 {
        format!("{ms:.0} ms")
    } else {
        format!("{:.1} s", ms / 1e3)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Comparison, Line, Measured, Plan, Runtime, Workload, span};

    /// What the measuring program prints; its own tests compare it with the same file.
    const LINES: &str = include_str!("../workload/lines.jsonl");

    fn line(text: &str) -> Line {
        serde_json::from_str(text).unwrap()
    }

    fn plan() -> Plan {
        match line(LINES.lines().next().unwrap()) {
            Line::Plan(plan) => plan,
            Line::Measured(_) => panic!("the first line is the plan"),
        }
    }

    /// Five runs of everything: what `times` gives for a run, a workload and a runtime is the median
    /// and the p99, in microseconds.
    pub(crate) fn compared(times: impl Fn(usize, Workload, Runtime) -> (f64, f64)) -> Comparison {
        let mut comparison = Comparison::planned(plan());
        for run in 1..=comparison.plan.runs {
            for workload in Workload::ALL {
                for runtime in Runtime::ALL {
                    let (median_us, p99_us) = times(run, workload, runtime);
                    let rate = if runtime == Runtime::TokioMultiThread {
                        640.0
                    } else {
                        330.0
                    };
                    comparison.measured.push(Measured {
                        run,
                        workload,
                        runtime,
                        samples: 480,
                        median_us,
                        p99_us,
                        mb_per_second: (workload == Workload::Cpu).then_some(rate),
                    });
                }
            }
        }
        comparison
    }

    /// As on a machine with two processors and nothing else to do.
    pub(crate) fn usual(_run: usize, workload: Workload, runtime: Runtime) -> (f64, f64) {
        let is_tokio = matches!(
            runtime,
            Runtime::TokioCurrentThread | Runtime::TokioMultiThread
        );
        match (workload, runtime) {
            (Workload::Echo, _) => (124.0, 310.0),
            (Workload::Timers, _) if is_tokio => (1_086.0, 1_960.0),
            (Workload::Timers, Runtime::Smol) => (31.0, 226.0),
            (Workload::Timers, _) => (79.0, 335.0),
            (Workload::Cpu, Runtime::Threads) => (80.0, 3_607.0),
            (Workload::Cpu, Runtime::TokioMultiThread) => (14_627.0, 32_399.0),
            (Workload::Cpu, _) => (33_374.0, 67_128.0),
        }
    }

    #[test]
    fn the_lines_of_the_measuring_program_are_read() {
        let lines: Vec<Line> = LINES.lines().map(line).collect();
        assert_eq!(plan().runs, 5);
        let Line::Measured(last) = &lines[2] else {
            panic!("{lines:?}");
        };
        assert_eq!(
            (last.workload, last.runtime),
            (Workload::Cpu, Runtime::Smol)
        );
        assert_eq!(last.mb_per_second, Some(610.0));
    }

    #[test]
    fn a_figure_is_the_median_of_the_runs_so_that_one_bad_run_does_not_count() {
        let comparison = compared(|run, _, _| match run {
            3 => (9e6, 9e6),
            run => (run as f64, 10.0 * run as f64),
        });
        let figure = comparison.figure(Workload::Echo, Runtime::Smol).unwrap();
        assert_eq!((figure.median_us, figure.p99_us), (4.0, 40.0));
        assert_eq!(comparison.figures().count(), 12);
    }

    #[test]
    fn a_comparison_with_a_run_missing_is_not_whole() {
        let mut comparison = compared(usual);
        assert!(comparison.is_whole());
        comparison.measured.pop();
        assert!(!comparison.is_whole());
        assert!(!Comparison::planned(plan()).is_whole());
    }

    #[test]
    fn spans_have_the_unit_that_suits_them() {
        let shown = [7.25, 134.4, 999.7, 9_949.0, 9_960.0, 67_128.0, 1_250_000.0].map(span);
        let expected = [
            "7.2 µs", "134 µs", "1.0 ms", "9.9 ms", "10 ms", "67 ms", "1.2 s",
        ];
        assert_eq!(shown, expected);
    }
}
