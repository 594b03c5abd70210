//! The lines that are printed. Written by hand: a library for it would take longer to compile than
//! all that is measured takes to run.

use crate::cpu::{self, Task};
use crate::lateness::Lateness;
use crate::{echo, schedule, timers};
use std::fmt;
use std::thread::available_parallelism;
use std::time::Duration;

/// What will be measured, before it is.
pub(crate) struct Plan {
    pub(crate) runs: usize,
    pub(crate) steps: usize,
    pub(crate) task: Task,
}

/// One workload on one runtime, once.
pub(crate) struct Measured {
    pub(crate) run: usize,
    pub(crate) workload: &'static str,
    pub(crate) runtime: &'static str,
    pub(crate) lateness: Lateness,
    pub(crate) mb_per_second: Option<f64>,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{{\"says\":\"plan\",\"processors\":{},\"runs\":{},\"steps\":{},\
             \"warm_up_ms\":{},\"measured_ms\":{},\"clients\":{},\"requests_per_second\":{},\
             \"timers\":{},\"timer_every_ms\":{},\"tasks\":{},\"task_mb\":{:.1},\"alone_mb_per_second\":{:.1},\
             \"beats_per_second\":{}}}",
            available_parallelism().map_or(1, usize::from),
            self.runs,
            self.steps,
            schedule::WARM_UP.as_millis(),
            schedule::MEASURED.as_millis(),
            echo::CLIENTS,
            echo::PER_SECOND,
            timers::TIMERS,
            timers::EVERY.as_millis(),
            cpu::TASKS,
            self.task.megabytes(),
            self.task.alone(),
            cpu::BEATS_PER_SECOND,
        )
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        write!(
            f,
            "{{\"says\":\"measured\",\"run\":{},\"workload\":\"{}\",\"runtime\":\"{}\",\
             \"samples\":{},\"median_us\":{:.1},\"p99_us\":{:.1}",
            self.run,
            self.workload,
            self.runtime,
            self.lateness.samples,
            micros(self.lateness.median),
            micros(self.lateness.p99),
        )?;
        if let Some(rate) = self.mb_per_second {
            write!(f, ",\"mb_per_second\":{rate:.1}")?;
        }
        f.write_str("}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Measured, Plan};
    use crate::RUNS;
    use crate::cpu::Task;
    use crate::lateness::Lateness;
    use std::time::Duration;

    /// asynclings reads the same file in its own tests: neither side can change alone.
    const LINES: &str = include_str!("../lines.jsonl");

    #[test]
    fn a_measurement_is_printed_as_it_will_be_read() {
        let measured = |workload, runtime, samples, [median, p99]: [u64; 2], rate| Measured {
            run: 1,
            workload,
            runtime,
            lateness: Lateness {
                samples,
                median: Duration::from_nanos(median),
                p99: Duration::from_nanos(p99),
            },
            mb_per_second: rate,
        };
        let echo = measured(
            "echo",
            "tokio-current-thread",
            480,
            [120_500, 480_000],
            None,
        );
        let late = [31_000_000, 62_000_000];
        let cpu = measured("cpu", "smol", 256, late, Some(610.0));
        let printed = [echo.to_string(), cpu.to_string()];
        assert_eq!(printed, LINES.lines().skip(1).collect::<Vec<_>>()[..]);
    }

    #[test]
    fn the_plan_has_the_keys_that_will_be_read() {
        let task = Task { rounds: 50 };
        let steps = 60;
        let runs = RUNS;
        let plan = Plan { runs, steps, task }.to_string();
        let keys = |line: &str| -> Vec<String> {
            line.split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(keys(&plan), keys(LINES.lines().next().unwrap()));
    }
}
