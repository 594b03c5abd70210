//! What is seen in a comparison, in plain sentences: only what the numbers of each run support. Where
//! they do not, that is said.

use super::{Comparison, Measured, Runtime, Workload, span};

/// From here on one is called later than another: less is within what a machine does by itself.
const CLEARLY: f64 = 1.5;
/// Timers that are late by this share of a millisecond are rounded to milliseconds.
const ROUNDED_US: std::ops::Range<f64> = 400.0..2_000.0;
/// No timer is so late in microseconds, unless somebody computes.
const HELD_US: f64 = 4_000.0;

/// One or two sentences for each workload.
#[must_use]
pub fn seen(comparison: &Comparison) -> Vec<(Workload, String)> {
    let runs = Runs(comparison);
    vec![
        (Workload::Echo, runs.spread(Workload::Echo)),
        (
            Workload::Timers,
            runs.rounded()
                .unwrap_or_else(|| runs.spread(Workload::Timers)),
        ),
        (
            Workload::Cpu,
            runs.held_back()
                .unwrap_or_else(|| runs.spread(Workload::Cpu)),
        ),
    ]
}

/// What must be known to read the figures.
#[must_use]
pub fn caveats(comparison: &Comparison) -> Vec<String> {
    let plan = &comparison.plan;
    let processors = match plan.processors {
        1 => "one processor".to_owned(),
        many => format!("{many} processors"),
    };
    vec![
        format!(
            "Measured on this machine ({processors}), ungraded. Each figure is the median of {} runs, \
             in which the four took turns; what was due in the first {} ms of each was left out. \
             Another machine, or this one with more to do, gives other figures.",
            plan.runs, plan.warm_up_ms
        ),
        format!(
            "Everything is due at fixed moments (an open loop), and its time counts from then: a stall \
             counts against all that was due during it. Echo: {} clients send {} requests a second over \
             loopback TCP, and are plain threads for all four. Timers: {} tasks, each due every {} ms. \
             CPU: {} tasks add up {:.0} MB each without an await, and {} heartbeats a second are due \
             meanwhile. smol is as without settings: one thread for tasks.",
            plan.clients,
            plan.requests_per_second,
            plan.timers,
            plan.timer_every_ms,
            plan.tasks,
            plan.task_mb,
            plan.beats_per_second
        ),
    ]
}

/// What must be known before anything is believed: that the machine had other work, if it had.
#[must_use]
pub fn warning(comparison: &Comparison) -> Option<String> {
    const MUCH: f64 = 1.35;
    let one = comparison.figure(Workload::Cpu, Runtime::TokioCurrentThread)?;
    let times = comparison.plan.alone_mb_per_second / one.mb_per_second?;
    (times >= MUCH && times.is_finite()).then(|| {
        format!(
            "This machine was busy with something else: computing took {times:.1} times as long as it \
             does alone. What is late here may be late for that; measure again when it is idle."
        )
    })
}

struct Runs<'a>(&'a Comparison);

impl Runs<'_> {
    /// Whether `holds` for what both say in each run.
    fn each(
        &self,
        one: (Workload, Runtime),
        other: (Workload, Runtime),
        holds: impl Fn(&Measured, &Measured) -> bool,
    ) -> bool {
        (1..=self.0.plan.runs).all(|run| {
            let find = |(workload, runtime)| {
                let mut runs = self.0.runs(workload, runtime);
                runs.find(|measured| measured.run == run)
            };
            find(one)
                .zip(find(other))
                .is_some_and(|(one, other)| holds(one, other))
        })
    }

    fn median(&self, workload: Workload, runtime: Runtime) -> f64 {
        let figure = self.0.figure(workload, runtime);
        figure.map_or(0.0, |figure| figure.median_us)
    }

    fn p99(&self, workload: Workload, runtime: Runtime) -> f64 {
        let figure = self.0.figure(workload, runtime);
        figure.map_or(0.0, |figure| figure.p99_us)
    }

    /// The first and the last of the four, if they are apart in each run.
    fn spread(&self, workload: Workload) -> String {
        let by = |one: &Runtime, other: &Runtime| {
            self.p99(workload, *one)
                .total_cmp(&self.p99(workload, *other))
        };
        let runs = self.0.plan.runs;
        let (Some(first), Some(last)) = (
            Runtime::ALL.into_iter().min_by(by),
            Runtime::ALL.into_iter().max_by(by),
        ) else {
            return String::new();
        };
        let (early, late) = (
            span(self.p99(workload, first)),
            span(self.p99(workload, last)),
        );
        let is_apart = self.each((workload, last), (workload, first), |last, first| {
            last.p99_us >= CLEARLY * first.p99_us
        });
        if is_apart {
            format!(
                "{} was later than {} in each of the {runs} runs: p99 {late} against {early}.",
                last.name(),
                first.name()
            )
        } else {
            format!(
                "p99 from {early} to {late}, and the first and the last of the four are not clearly apart \
                 in each of the {runs} runs: nothing here speaks for one of them."
            )
        }
    }

    /// tokio's timers go in steps of a millisecond.
    fn rounded(&self) -> Option<String> {
        let of = |runtime| (Workload::Timers, runtime);
        let tokio = Runtime::TokioCurrentThread;
        let is_rounded = [tokio, Runtime::TokioMultiThread].iter().all(|runtime| {
            self.each(of(*runtime), of(*runtime), |one, _| {
                ROUNDED_US.contains(&one.median_us)
            })
        });
        let exact: Vec<String> = [Runtime::Smol, Runtime::Threads]
            .into_iter()
            .filter(|exact| {
                self.each(of(tokio), of(*exact), |tokio, exact| {
                    tokio.median_us >= 4.0 * exact.median_us
                })
            })
            .map(|exact| {
                let median = span(self.median(Workload::Timers, exact));
                format!("{} {median}", exact.name())
            })
            .collect();
        (is_rounded && !exact.is_empty()).then(|| {
            format!(
                "tokio's timers are {} late in the median ({}): tokio counts the time in whole \
                 milliseconds, and rounds up.",
                span(self.median(Workload::Timers, tokio)),
                exact.join(", ")
            )
        })
    }

    /// Who computes keeps the timers of its runtime waiting; the system takes a processor away.
    fn held_back(&self) -> Option<String> {
        let held: Vec<Runtime> = Runtime::ALL
            .into_iter()
            .filter(|runtime| {
                let (computing, waiting) =
                    ((Workload::Cpu, *runtime), (Workload::Timers, *runtime));
                self.each(computing, waiting, |computing, waiting| {
                    computing.p99_us >= HELD_US.max(3.0 * waiting.p99_us)
                })
            })
            .collect();
        let [first, others @ ..] = held.as_slice() else {
            return None;
        };
        let mut said = format!(
            "computing delays the timers of {} by {} (p99), against {} when nobody computes",
            first.name(),
            span(self.p99(Workload::Cpu, *first)),
            span(self.p99(Workload::Timers, *first)),
        );
        for other in others {
            let late = span(self.p99(Workload::Cpu, *other));
            said.push_str(&format!("; of {} by {late}", other.short_name()));
        }
        said.push('.');
        let threads = (Workload::Cpu, Runtime::Threads);
        let is_preempted = self.each((Workload::Cpu, *first), threads, |runtime, threads| {
            runtime.p99_us >= 2.0 * threads.p99_us && runtime.median_us >= 2.0 * threads.median_us
        });
        if is_preempted {
            said.push_str(
                " A runtime gets its thread back at the next await; from a thread the system takes the \
                 processor away.",
            );
        }
        said.push_str(&self.faster().unwrap_or_default());
        Some(said)
    }

    /// More processors do more, if there are more and nobody else has them.
    fn faster(&self) -> Option<String> {
        let [one, many] = [Runtime::TokioCurrentThread, Runtime::TokioMultiThread];
        let is_faster = self.each((Workload::Cpu, many), (Workload::Cpu, one), |many, one| {
            many.mb_per_second >= one.mb_per_second.map(|rate| rate * 1.3)
        });
        let rate = |runtime| self.0.figure(Workload::Cpu, runtime)?.mb_per_second;
        let times = rate(many)? / rate(one)?;
        is_faster.then(|| {
            format!(
                " {} did the same work {times:.1} times as fast as {}.",
                many.short_name(),
                one.short_name()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{caveats, seen, warning};
    use crate::comparison::tests::{compared, usual};
    use crate::comparison::{Comparison, Runtime, Workload};

    fn said(comparison: &Comparison, workload: Workload) -> String {
        let seen = seen(comparison);
        let found = seen.into_iter().find(|(about, _)| *about == workload);
        found.unwrap().1
    }

    #[test]
    fn tokios_milliseconds_are_told_where_they_are_seen() {
        let told = "tokio's timers are 1.1 ms late in the median (smol 31 µs, plain threads 79 µs): \
                    tokio counts the time in whole milliseconds, and rounds up.";
        assert_eq!(said(&compared(usual), Workload::Timers), told);
    }

    #[test]
    fn what_is_not_so_in_one_of_the_runs_is_not_claimed() {
        let comparison = compared(|run, workload, runtime| match (run, workload) {
            (4, Workload::Timers) => (900.0, 2_000.0),
            (4, Workload::Cpu) => (900.0, 5_000.0),
            _ => usual(run, workload, runtime),
        });
        let timers = said(&comparison, Workload::Timers);
        assert!(timers.contains("nothing here speaks for one"), "{timers}");
        let cpu = said(&comparison, Workload::Cpu);
        assert!(!cpu.contains("delays the timers"), "{cpu}");
    }

    #[test]
    fn computing_that_keeps_timers_waiting_is_told_with_who_is_spared() {
        let told = "computing delays the timers of tokio current_thread by 67 ms (p99), against \
                    2.0 ms when nobody computes; of multi_thread by 32 ms; of smol by 67 ms. A runtime \
                    gets its thread back at the next await; from a thread the system takes the processor \
                    away. multi_thread did the same work 1.9 times as fast as current_thread.";
        assert_eq!(said(&compared(usual), Workload::Cpu), told);
    }

    #[test]
    fn threads_that_are_late_too_are_not_called_better() {
        let comparison = compared(|run, workload, runtime| match (workload, runtime) {
            (Workload::Cpu, Runtime::Threads) => (30_000.0, 60_000.0),
            _ => usual(run, workload, runtime),
        });
        let cpu = said(&comparison, Workload::Cpu);
        assert!(cpu.contains("of plain threads by 60 ms"), "{cpu}");
        assert!(!cpu.contains("takes the processor away"), "{cpu}");
    }

    #[test]
    fn who_is_later_in_each_run_is_named_and_else_nobody() {
        let echo = said(&compared(usual), Workload::Echo);
        assert!(echo.contains("nothing here speaks for one"), "{echo}");
        let late = compared(|run, workload, runtime| match runtime {
            Runtime::Smol => (200.0, 700.0),
            _ => usual(run, workload, runtime),
        });
        let told = "smol was later than tokio current_thread in each of the 5 runs: p99 700 µs against 310 µs.";
        assert_eq!(said(&late, Workload::Echo), told);
    }

    #[test]
    fn a_busy_machine_is_told() {
        let quiet = compared(usual);
        assert_eq!(warning(&quiet), None);
        let mut busy = quiet;
        for one in &mut busy.measured {
            one.mb_per_second = one.mb_per_second.map(|rate| rate / 2.0);
        }
        let warning = warning(&busy).unwrap();
        assert!(warning.contains("2.3 times as long"), "{warning}");
    }

    #[test]
    fn how_it_was_measured_is_said() {
        let said = caveats(&compared(usual)).join(" ");
        for part in [
            "2 processors",
            "ungraded",
            "median of 5 runs",
            "first 20 ms",
            "open loop",
        ] {
            assert!(said.contains(part), "{said}");
        }
    }
}
