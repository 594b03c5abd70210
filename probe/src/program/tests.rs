//! Small programs with a fault each, and the fact that must be found; and programs that only look
//! as if they had it.

use super::{Check, Clock};
use crate::run::PollWatch;
use crate::timeline::Recorder;
use crate::{Checked, Lab, at_most, exactly, ms, within};
use report::{Fact, Finding, Message, Order, Place};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;
use tokio::task::{JoinSet, yield_now};
use tokio::time::sleep;

/// Panics are kept in one place of the process, so checks that panic take turns.
static TURN: Mutex<()> = Mutex::new(());

pub(crate) type Body = for<'lab> fn(&'lab mut Lab) -> Pin<Box<dyn Future<Output = Checked> + 'lab>>;

/// The kinds that a check finds, with this file as the learner's.
fn kinds(clock: Clock, run: Body) -> Vec<&'static str> {
    let findings = findings(clock, run);
    findings.iter().map(|finding| finding.fact.kind()).collect()
}

fn findings(clock: Clock, run: Body) -> Vec<Finding> {
    findings_in(file!(), clock, run)
}

/// What a check finds when `source` is the learner's file.
pub(crate) fn findings_in(source: &str, clock: Clock, run: Body) -> Vec<Finding> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    crate::panics::keep();
    let check = Check {
        name: "it_holds",
        promise: " It holds.",
        clock,
        run,
    };
    let order = Order {
        nonce: 1,
        seed: 7,
        source: source.to_owned(),
        memory_limit: u64::MAX,
        timelines: false,
        watched: true,
    };
    let findings = check.findings(&order, &PollWatch::default(), &Recorder::default());
    // A test that fails says why.
    drop(std::panic::take_hook());
    findings
}

macro_rules! kinds {
    ($lab:ident, $body:block) => {
        kinds(Clock::Virtual, |$lab| Box::pin(async move {
            $body
            Ok(())
        }))
    };
}

#[test]
fn waits_that_overlap_are_told_from_waits_in_a_row() {
    let in_a_row = kinds!(lab, {
        let run = lab
            .run(async {
                sleep(ms(100)).await;
                sleep(ms(300)).await;
            })
            .await;
        lab.expect_overlap("the waits", &run, ms(300))?;
    });
    assert_eq!(in_a_row, ["sequential"]);
    let overlapping = kinds!(lab, {
        let run = lab
            .run(async { tokio::join!(sleep(ms(100)), sleep(ms(300))) })
            .await;
        lab.expect_overlap("the waits", &run, ms(300))?;
    });
    assert!(overlapping.is_empty());
}

#[test]
fn a_sleeping_thread_is_told_from_a_wait_that_was_left_out() {
    let asleep = kinds!(lab, {
        let run = lab.run(async { std::thread::sleep(ms(60)) }).await;
        lab.expect_took("the wait", &run, exactly(ms(60)))?;
    });
    assert_eq!(asleep, ["blocked-thread"]);
    let left_out = kinds!(lab, {
        let run = lab.run(async {}).await;
        lab.expect_took("the wait", &run, exactly(ms(60_000)))?;
    });
    assert_eq!(left_out, ["too-fast"]);
}

#[test]
fn a_wait_that_is_too_long_is_found_with_both_times() {
    let found = findings(Clock::Virtual, |lab| {
        Box::pin(async move {
            let run = lab.run(sleep(ms(90))).await;
            lab.expect_took("the wait", &run, at_most(ms(50)))
        })
    });
    let expected = Fact::TooSlow {
        what: "the wait".into(),
        took_ms: 90,
        at_most_ms: 50,
    };
    assert_eq!(found[0].fact, expected);
}

#[test]
fn giving_way_is_told_from_waiting() {
    let waits = kinds!(lab, {
        let run = lab.run(sleep(ms(1))).await;
        lab.expect_no_wait("the turn", &run, ms(10_000))?;
    });
    assert_eq!(waits, ["used-the-clock"]);
    let gives_way = kinds!(lab, {
        let run = lab.run(yield_now()).await;
        lab.expect_no_wait("the turn", &run, ms(10_000))?;
        lab.expect_yields("the turn", run.yields, exactly(1))?;
    });
    assert!(gives_way.is_empty());
    let neither = kinds!(lab, {
        let run = lab.run(async {}).await;
        lab.expect_yields("the turn", run.yields, within(1, 9))?;
    });
    assert_eq!(neither, ["too-few-yields"]);
}

#[test]
fn tasks_left_alive_are_found_with_their_line_and_joined_ones_are_not() {
    let found = findings(Clock::Virtual, |lab| {
        Box::pin(async move {
            drop(tokio::spawn(sleep(ms(10))));
            lab.expect_no_task_left("the nursery")
        })
    });
    assert_eq!(found[0].fact.kind(), "still-running");
    let place = found[0].place.clone().unwrap();
    assert_eq!(place.file, file!());
    let joined = kinds!(lab, {
        let task = tokio::spawn(sleep(ms(10)));
        task.await.unwrap();
        lab.expect_no_task_left("the nursery")?;
    });
    assert!(joined.is_empty());
    let only_aborted = kinds!(lab, {
        let mut tasks = JoinSet::new();
        tasks.spawn(sleep(ms(10)));
        tasks.abort_all();
        lab.expect_no_task_left("the nursery")?;
    });
    assert_eq!(only_aborted, ["still-running"]);
}

#[test]
fn a_task_that_was_spawned_at_all_is_found() {
    let spawned = kinds!(lab, {
        tokio::spawn(async {}).await.unwrap();
        lab.expect_nothing_spawned("it")?;
    });
    assert_eq!(spawned, ["spawned"]);
}

#[test]
fn what_waits_for_ever_is_a_deadlock_and_a_long_wait_is_none() {
    let for_ever = kinds!(lab, {
        let (_sender, receiver) = oneshot::channel::<()>();
        lab.run(receiver).await.value.ok();
    });
    assert_eq!(for_ever, ["deadlocked"]);
    let long = kinds!(lab, {
        lab.run(sleep(ms(3_600_000))).await;
    });
    assert!(long.is_empty());
}

#[test]
fn a_panic_is_found_with_the_learners_line() {
    let found = findings(Clock::Virtual, |lab| {
        Box::pin(async move {
            let _lab = lab;
            panic!("too much tea")
        })
    });
    let expected = Fact::Panicked {
        message: "too much tea".into(),
    };
    assert_eq!(found[0].fact, expected);
    assert!(matches!(&found[0].place, Some(Place { file, .. }) if file == file!()));
}

#[test]
fn a_runtime_in_a_runtime_is_its_own_fact() {
    let nested = kinds!(lab, {
        let _lab = lab;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {});
    });
    assert_eq!(nested, ["nested-runtime"]);
}

#[test]
fn lines_are_told_apart_by_what_is_wrong_with_them() {
    let same = kinds!(lab, {
        lab.expect_lines("same", &["a", "b"], &["a", "b"])?;
    });
    assert!(same.is_empty());
    let swapped = kinds!(lab, {
        lab.expect_lines("swapped", &["b", "a"], &["a", "b"])?;
    });
    assert_eq!(swapped, ["wrong-order"]);
    let short = kinds!(lab, {
        lab.expect_lines("short", &["a"], &["a", "b"])?;
    });
    assert_eq!(short, ["lost"]);
    let other = kinds!(lab, {
        lab.expect_lines("other", &["a", "c"], &["a", "b"])?;
    });
    assert_eq!(other, ["wrong-value"]);
}

#[test]
fn a_check_ends_at_its_first_broken_expectation() {
    let found = findings(Clock::Virtual, |lab| {
        Box::pin(async move {
            lab.expect_eq("the first", 1, 1)?;
            lab.expect_eq("the second", 1, 2)?;
            panic!("the check went on");
        })
    });
    let facts: Vec<_> = found.iter().map(|finding| &finding.fact).collect();
    assert!(
        matches!(facts.as_slice(), [Fact::WrongValue { what, .. }] if what == "the second"),
        "{facts:?}"
    );
}

#[test]
fn a_hook_tells_a_loop_that_gives_way_from_one_that_does_not() {
    let found = kinds!(lab, {
        let greedy = lab.hook();
        let polite = lab.hook();
        let inner = (greedy.clone(), polite.clone());
        lab.run(async move {
            for _ in 0..5 {
                inner.0.call();
            }
            for _ in 0..5 {
                inner.1.call();
                yield_now().await;
            }
        })
        .await;
        lab.expect_eq("greedy", greedy.most_in_one_poll(), 5_u64)?;
        lab.expect_eq("polite", polite.most_in_one_poll(), 1_u64)?;
        lab.expect_eq("threads", greedy.threads(), 1_u64)?;
    });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_poll_that_does_not_return_is_told_with_the_line_of_its_task() {
    let here = std::panic::Location::caller();
    let polls = PollWatch::default();
    polls.enter_task(here);
    let place = |source| match super::stuck(&polls, source) {
        Message::Stuck { place, .. } => place.map(|place| place.line),
        other => panic!("{other:?}"),
    };
    assert_eq!(place(file!()), Some(here.line()));
    assert_eq!(place("another.rs"), None);
    polls.enter_named(Some(&"Ann pays Bob".into()));
    let Message::Stuck { task, place, .. } = super::stuck(&polls, file!()) else {
        panic!("no answer");
    };
    assert_eq!((task.as_deref(), place), (Some("Ann pays Bob"), None));
    polls.leave();
    assert!(matches!(
        super::stuck(&polls, file!()),
        Message::Stuck {
            polling_ms: None,
            place: None,
            task: None
        }
    ));
}

#[test]
fn the_same_seed_gives_the_same_inputs() {
    let drawn = Arc::new(Mutex::new(Vec::new()));
    for _ in 0..2 {
        let mut lab = Lab::new(
            String::new(),
            7,
            crate::tasks::Tasks::default(),
            PollWatch::default(),
            Recorder::default(),
        );
        let number = lab.random().u64(..);
        drawn.lock().unwrap().push(number);
    }
    let drawn = drawn.lock().unwrap();
    assert_eq!(drawn[0], drawn[1]);
}

#[test]
fn real_work_on_the_runtime_s_thread_starves_the_heartbeat() {
    let starved = kinds(Clock::Wall, |lab| {
        Box::pin(async move {
            let heart = lab.heartbeat(ms(1));
            let run = lab.run(async { std::thread::sleep(ms(50)) }).await;
            lab.expect_beats("the work", &heart, &run, 3)
        })
    });
    assert_eq!(starved, ["executor-held"]);
    let elsewhere = kinds(Clock::Wall, |lab| {
        Box::pin(async move {
            let heart = lab.heartbeat(ms(1));
            let work = tokio::task::spawn_blocking(|| std::thread::sleep(ms(200)));
            let run = lab.run(work).await;
            lab.expect_beats("the work", &heart, &run, 3)
        })
    });
    assert!(elsewhere.is_empty());
}

#[test]
fn wrong_lines_are_shown_a_line_each_and_none_as_nothing() {
    let shown = |body: Body| match findings(Clock::Virtual, body).remove(0).fact {
        Fact::WrongValue { expected, got, .. } => (expected, got),
        other => panic!("{other:?}"),
    };
    let (expected, got) = shown(|lab| {
        Box::pin(async move { lab.expect_lines("the steps", &["one", "three"], &["one", "two"]) })
    });
    assert_eq!((&*expected, &*got), ("one\ntwo", "one\nthree"));
    let (expected, got) = shown(|lab| {
        Box::pin(async move { lab.expect_lines("the steps", &["one"], &Vec::<String>::new()) })
    });
    assert_eq!((&*expected, &*got), ("nothing", "one"));
}

#[test]
fn a_task_that_only_yields_while_it_waits_is_busy_and_its_line_is_told() {
    let findings = findings(Clock::Virtual, |_lab| {
        Box::pin(async {
            let begins = tokio::time::Instant::now();
            while begins.elapsed() < ms(10) {
                yield_now().await;
            }
            Ok(())
        })
    });
    assert_eq!(findings.len(), 1);
    let Fact::BusyPoll { polls, .. } = &findings[0].fact else {
        panic!("{:?}", findings[0]);
    };
    assert!(*polls > 10_000, "{polls}");
    if cfg!(tokio_taskdump) {
        assert!(findings[0].place.is_some());
    }
}

#[test]
fn many_tasks_that_yield_a_few_times_are_not_busy() {
    let busy = kinds!(_lab, {
        let mut tasks = JoinSet::new();
        for _ in 0..1_000 {
            tasks.spawn(async {
                for _ in 0..20 {
                    yield_now().await;
                }
                sleep(ms(1)).await;
            });
        }
        tasks.join_all().await;
    });
    assert!(busy.is_empty(), "{busy:?}");
}
