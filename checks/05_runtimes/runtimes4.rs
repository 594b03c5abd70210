//! What the learner's file must offer:
//! ```
//! pub type Map = Rc<RefCell<Vec<String>>>;
//! pub struct Explorer { pub way: Vec<(Duration, String)> }
//! pub fn send_off(map: &Map, explorer: Explorer) -> JoinHandle<usize>
//! pub async fn survey(map: &Map, explorers: Vec<Explorer>) -> usize
//! pub fn on_one_thread<F: Future>(work: F) -> F::Output
//! ```

use exercise::{Explorer, send_off, survey};
use probe::work::{boxed, into_place, unboxed};
use probe::{Checked, Fact, Lab, Run, ms};
use std::cell::RefCell;
use std::panic::resume_unwind;
use std::rc::Rc;
use std::time::Duration;
use tokio::task::{JoinHandle, LocalSet, spawn_local};
use tokio::time::sleep;

probe::checks! {
    /// Once sent off, an explorer walks by herself and draws each place when she gets there.
    explorers_go_by_themselves,
    /// A survey sends all explorers off at the same time, and waits until all are back.
    all_are_out_at_the_same_time,
    /// The runtime accepts tasks that must stay on their thread, and keeps them there.
    tasks_stay_on_one_thread: wall_clock,
    /// A survey works on that runtime, too.
    a_survey_on_one_thread: wall_clock,
}

/// The learner's `on_one_thread`, with work that is not `Send`. What it gives is of no type that an answer could
/// find fault with.
fn on_one_thread<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut given = None;
    exercise::on_one_thread(into_place(&mut given, work));
    given
}

type Seen = Rc<RefCell<Vec<String>>>;

/// Three explorers who reach new places in turn, and all places in the order of their times.
fn expedition(lab: &mut Lab) -> (Vec<Explorer>, Vec<String>) {
    let kind = lab.pick(&["hill", "well", "gorge", "hut"]);
    let mut ways = [Vec::new(), Vec::new(), Vec::new()];
    let mut places = Vec::new();
    for number in 0..7 {
        // The last to set out sees the first place.
        let who = 2 - number % 3;
        let walk = if number < 3 { 20 * (number + 1) } else { 60 };
        let place = format!("{kind} {number}");
        ways[who].push((ms(walk as u64), place.clone()));
        places.push(place);
    }
    (ways.map(|way| Explorer { way }).into(), places)
}

/// When the last of them is back.
const LONGEST: Duration = ms(140);

async fn explorers_go_by_themselves(lab: &mut Lab) -> Checked {
    let (explorers, places) = expedition(lab);
    let here = LocalSet::new();
    let map = Seen::default();
    let mut ways = Vec::new();
    let walk = boxed(async {
        let mut returns: Vec<JoinHandle<usize>> = Vec::new();
        for one in explorers {
            ways.push(Some(one.way.len()));
            returns.push(send_off(&map, one));
        }
        // Nothing awaits them, and they walk all the same.
        sleep(Duration::from_secs(3_600)).await;
        let drawn = map.borrow().clone();
        let mut seen = Vec::new();
        for her_return in returns {
            seen.push(match her_return.await {
                Ok(places) => Some(places),
                Err(error) => match error.try_into_panic() {
                    Ok(panic) => resume_unwind(panic),
                    Err(_cancelled) => None,
                },
            });
        }
        (drawn, seen)
    });
    let (drawn, seen): (Vec<String>, Vec<Option<usize>>) = unboxed(here.run_until(walk).await);
    if seen.iter().all(Option::is_none) {
        return lab.find(Fact::Broken {
            what: "an explorer was sent off".into(),
            broken: "her task was cancelled before its first step, because what it was spawned on was dropped"
                .into(),
        });
    }
    lab.expect_lines("the map", &drawn, &places)?;
    lab.expect_eq("the number of places that each explorer saw", seen, ways)
}

async fn all_are_out_at_the_same_time(lab: &mut Lab) -> Checked {
    let (explorers, mut places) = expedition(lab);
    // Somebody was there before, and has drawn on the map.
    let mut known = Vec::new();
    for number in 0..lab.random().usize(1..5) {
        known.push(format!("camp {number}"));
    }
    let map = Seen::new(RefCell::new(known.clone()));
    let here = LocalSet::new();
    let run = boxed(lab.run(survey(&map, explorers)));
    let run: Run<usize> = unboxed(here.run_until(run).await);
    let what = format!(
        "the number of places that the survey saw, where {} were on the map before",
        known.len()
    );
    lab.expect_eq(&what, run.value, places.len())?;
    lab.expect_overlap("the three explorers", &run, LONGEST)?;
    let drawn = map.borrow().clone();
    known.append(&mut places);
    lab.expect_lines("the map", &drawn, &known)
}

async fn tasks_stay_on_one_thread(lab: &mut Lab) -> Checked {
    let tasks = lab.random().usize(3..7);
    let hook = lab.hook();
    let steps = hook.clone();
    let total = lab.on_a_thread("a task that stays", move || {
        hook.call();
        let sum = Rc::new(RefCell::new(0));
        on_one_thread(async {
            let mut all = Vec::new();
            for _ in 0..tasks {
                let (sum, hook) = (Rc::clone(&sum), hook.clone());
                all.push(spawn_local(boxed(async move {
                    hook.call();
                    sleep(ms(2)).await;
                    hook.call();
                    *sum.borrow_mut() += 1;
                })));
            }
            for task in all {
                if let Err(error) = task.await {
                    resume_unwind(error.into_panic());
                }
            }
        });
        sum.take()
    })?;
    lab.expect_eq("the number of tasks that finished", total, tasks)?;
    lab.expect_threads("the work and its tasks", steps.threads(), 1)
}

async fn a_survey_on_one_thread(lab: &mut Lab) -> Checked {
    let (explorers, places) = expedition(lab);
    let expected = places.len();
    let (seen, mut drawn) = lab.on_a_thread("the survey", move || {
        let map = Seen::default();
        let seen = on_one_thread(survey(&map, explorers));
        (seen, map.take())
    })?;
    let what = "the number of places that the survey saw";
    lab.expect_eq(what, seen, Some(expected))?;
    // The virtual clock checked their order; on a slow machine it may differ here.
    drawn.sort_unstable();
    lab.expect_lines("the map", &drawn, &places)
}
