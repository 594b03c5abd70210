//! What the learner's file must offer:
//! ```
//! pub struct Plan { pub runs: usize, pub warm_up: usize, pub counted: usize, pub every: Duration }
//! pub struct Report { pub median: Duration, pub p99: Duration }
//! pub async fn measure<R: AsyncFn()>(plan: &Plan, start: impl Fn() -> R) -> Report
//! ```

use exercise::{Plan, Report, measure};
use probe::gauge::{Gauge, Inside};
use probe::{Checked, Fact, Lab, exactly, lines_of, ms};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

probe::checks! {
    /// Every planned run has a runtime of its own, and sends each of its requests when it is due.
    every_run_is_complete,
    /// A runtime that is slow only while it is cold is reported as fast.
    the_cold_requests_do_not_count,
    /// A few slow answers don't change the median; above one in a hundred they show in the p99.
    a_few_slow_answers_show_in_the_p99,
    /// One bad day or one good day doesn't change the report.
    a_bad_day_does_not_count,
    /// Requests are sent during a stall too, and all of them count as late.
    a_stall_shows,
    /// A slow answer that delays no other counts once, or not at all if its request was cold.
    a_slow_answer_counts_once,
}

/// How many milliseconds a runtime takes, by the number of the run and of the request, from 0.
type Script = Rc<dyn Fn(usize, usize) -> u64>;

/// Answers as its script says, and records the requests.
#[derive(Clone)]
struct Bench {
    script: Script,
    /// Whether a request waits until those before it are answered.
    in_turn: bool,
    requests_of_a_run: usize,
    /// When each request of each run was sent.
    sent: Rc<RefCell<Vec<Vec<Instant>>>>,
    /// The runs in progress.
    running: Gauge,
}

impl Bench {
    fn new(
        lab: &Lab,
        plan: &Plan,
        in_turn: bool,
        script: impl Fn(usize, usize) -> u64 + 'static,
    ) -> Self {
        Self {
            script: Rc::new(script),
            in_turn,
            requests_of_a_run: plan.warm_up + plan.counted,
            sent: Rc::default(),
            running: lab.gauge(),
        }
    }

    /// A runtime for the next run.
    fn start(&self) -> impl AsyncFn() + use<> {
        let run = self.sent.borrow().len();
        self.sent.borrow_mut().push(Vec::new());
        let bench = self.clone();
        let turn = Mutex::new(());
        let answered = Cell::new(0);
        let running: Cell<Option<Inside>> = Cell::new(None);
        async move || {
            let number = bench.sent.borrow()[run].len();
            bench.sent.borrow_mut()[run].push(Instant::now());
            if number == 0 {
                running.set(Some(bench.running.enter()));
            }
            let takes = ms((bench.script)(run, number));
            if bench.in_turn {
                let _turn = turn.lock().await;
                sleep(takes).await;
            } else {
                sleep(takes).await;
            }
            answered.set(answered.get() + 1);
            if answered.get() == bench.requests_of_a_run {
                running.take();
            }
        }
    }

    /// What a correct harness reports.
    fn expected(&self, plan: &Plan) -> Report {
        let (mut medians, mut p99s) = (Vec::new(), Vec::new());
        for run in 0..plan.runs {
            let latencies = self.latencies(plan, run);
            medians.push(ranked(latencies.clone(), 50));
            p99s.push(ranked(latencies, 99));
        }
        Report {
            median: ranked(medians, 50),
            p99: ranked(p99s, 50),
        }
    }

    /// The counted latencies of a run, by arithmetic.
    fn latencies(&self, plan: &Plan, run: usize) -> Vec<Duration> {
        let mut free = ms(0);
        let mut counted = Vec::new();
        for number in 0..self.requests_of_a_run {
            let due = plan.every * number as u32;
            let begins = if self.in_turn { due.max(free) } else { due };
            free = begins + ms((self.script)(run, number));
            if number >= plan.warm_up {
                counted.push(free - due);
            }
        }
        counted
    }

    /// The first request that was not sent when it was due.
    fn find_not_sent_when_due(&self, lab: &mut Lab, plan: &Plan, which: &str) -> Checked {
        for (run, sent) in self.sent.borrow().iter().enumerate() {
            for (number, at) in sent.iter().enumerate() {
                let (at, due) = (*at - sent[0], plan.every * number as u32);
                if at.as_millis() != due.as_millis() {
                    return lab.find(Fact::WrongValue {
                        what: format!(
                            "the time at which request {} of run {} was sent, {which},",
                            number + 1,
                            run + 1
                        ),
                        expected: format!(
                            "{} ms after the first, when it was due",
                            due.as_millis()
                        ),
                        got: format!("{} ms after the first", at.as_millis()),
                    });
                }
            }
        }
        Ok(())
    }
}

fn ranked(mut times: Vec<Duration>, percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent).div_ceil(100) - 1]
}

fn in_words(report: &Report) -> String {
    let Report { median, p99 } = report;
    format!("median {median:?}, p99 {p99:?}")
}

fn plan(lab: &mut Lab, every: u64) -> Plan {
    Plan {
        runs: 5,
        warm_up: lab.random().usize(10..30),
        counted: lab.pick(&[200, 300, 400]),
        every: ms(every),
    }
}

async fn measured(plan: &Plan, bench: &Bench) -> Report {
    measure(plan, || bench.start()).await
}

/// Expects the right report; `what` describes the runtime.
async fn expect_report(lab: &mut Lab, what: &str, plan: &Plan, bench: &Bench) -> Checked {
    let report = measured(plan, bench).await;
    let (expected, got) = (in_words(&bench.expected(plan)), in_words(&report));
    if expected != got {
        return lab.find(Fact::WrongValue {
            what: format!("the report on a runtime {what}"),
            expected,
            got,
        });
    }
    Ok(())
}

async fn every_run_is_complete(lab: &mut Lab) -> Checked {
    let mut plan = plan(lab, 20);
    plan.runs = lab.pick(&[3, 5, 7]);
    let bench = Bench::new(lab, &plan, true, |_, _| 4);
    let began = Instant::now();
    let _report = measured(&plan, &bench).await;
    let first = bench
        .sent
        .borrow()
        .first()
        .and_then(|sent| sent.first().copied());
    let late = first.map_or(ms(0), |sent| sent - began);
    if late > ms(0) {
        return lab.find(Fact::WrongValue {
            what: "the time at which the first request was sent".into(),
            expected: "at once, when it was due".into(),
            got: format!("{} ms later", late.as_millis()),
        });
    }
    let started = bench.sent.borrow().len();
    let (runs, requests) = (plan.runs as u64, bench.requests_of_a_run as u64);
    let what = format!("calls to `start` for {runs} planned runs");
    lab.expect_calls(&what, started as u64, exactly(runs))?;
    for run in 0..started {
        let sent = bench.sent.borrow()[run].len();
        let what = format!(
            "requests sent in run {}, with {} to warm up and {} to count",
            run + 1,
            plan.warm_up,
            plan.counted
        );
        lab.expect_calls(&what, sent as u64, exactly(requests))?;
    }
    lab.expect_at_once("the runs", bench.running.most(), 1)?;
    bench.find_not_sent_when_due(lab, &plan, "on a runtime that is never late")
}

async fn the_cold_requests_do_not_count(lab: &mut Lab) -> Checked {
    let plan = plan(lab, 50);
    let (cold, warm) = (lab.random().u64(30..45), lab.random().u64(2..9));
    let warm_up = plan.warm_up;
    let bench = Bench::new(
        lab,
        &plan,
        true,
        move |_, number| {
            if number < warm_up { cold } else { warm }
        },
    );
    let what = format!("that takes {cold} ms while it is cold, and then {warm} ms,");
    expect_report(lab, &what, &plan, &bench).await
}

async fn a_few_slow_answers_show_in_the_p99(lab: &mut Lab) -> Checked {
    let plan = plan(lab, 100);
    let (usual, slow) = (lab.random().u64(3..9), lab.random().u64(40..60));
    let slowest = slow + 30;
    let last = bench_last(&plan);
    let bench = Bench::new(lab, &plan, true, move |_, number| match number {
        number if number == last => slowest,
        number if number % 25 == 0 => slow,
        _ => usual,
    });
    let what =
        format!("that takes {usual} ms, for every 25th request {slow} ms, and once {slowest} ms,");
    expect_report(lab, &what, &plan, &bench).await
}

/// The number of the last request of a run.
fn bench_last(plan: &Plan) -> usize {
    plan.warm_up + plan.counted - 1
}

/// For each run what most of its answers take, and what every 25th takes. The middle ones are the
/// 5 and the 30, which are not of the same run.
const DAYS: [(u64, u64); 5] = [(50, 60), (5, 9), (2, 40), (7, 8), (4, 30)];

async fn a_bad_day_does_not_count(lab: &mut Lab) -> Checked {
    let plan = plan(lab, 100);
    let mut days = DAYS;
    // Neither the first nor the last run is like the report.
    while [days[0], days[4]]
        .iter()
        .any(|day| day.0 == 5 || day.1 == 30)
    {
        lab.random().shuffle(&mut days);
    }
    let bench = Bench::new(lab, &plan, true, move |run, number| {
        let (usual, slow) = days[run % days.len()];
        if number % 25 == 0 { slow } else { usual }
    });
    let days = lines_of(&days, |(usual, slow)| format!("{usual} and {slow}"));
    let what = format!(
        "with a bad and a good day (usual and slow answers of each run, in ms: {})",
        days.join(", ")
    );
    expect_report(lab, &what, &plan, &bench).await
}

async fn a_stall_shows(lab: &mut Lab) -> Checked {
    let plan = plan(lab, 10);
    let (usual, stall) = (lab.random().u64(2..5), lab.random().u64(300..500));
    let stalls = plan.warm_up + lab.random().usize(20..60);
    let bench = Bench::new(lab, &plan, true, move |_, number| {
        if number == stalls { stall } else { usual }
    });
    let what = format!("that stalls once for {stall} ms");
    let report = measured(&plan, &bench).await;
    bench.find_not_sent_when_due(
        lab,
        &plan,
        &format!("while the runtime stalls for {stall} ms"),
    )?;
    let (expected, got) = (in_words(&bench.expected(&plan)), in_words(&report));
    if expected != got {
        return lab.find(Fact::WrongValue {
            what: format!("the report on a runtime {what}"),
            expected,
            got,
        });
    }
    Ok(())
}

async fn a_slow_answer_counts_once(lab: &mut Lab) -> Checked {
    let plan = plan(lab, 10);
    let (usual, slow) = (lab.random().u64(2..5), lab.random().u64(300..500));
    let at = plan.warm_up + lab.random().usize(20..60);
    let bench = Bench::new(
        lab,
        &plan,
        false,
        move |_, number| {
            if number == at { slow } else { usual }
        },
    );
    let what =
        format!("that answers many requests at once, all but one of each run in {usual} ms,");
    expect_report(lab, &what, &plan, &bench).await?;

    // The first warm answers overtake the last cold ones.
    let cold = slow;
    let warm_up = plan.warm_up;
    let bench = Bench::new(lab, &plan, false, move |_, number| {
        if number < warm_up { cold } else { usual }
    });
    let what = format!(
        "that answers many requests at once, in {cold} ms while it is cold, and then in {usual} ms,"
    );
    expect_report(lab, &what, &plan, &bench).await
}
