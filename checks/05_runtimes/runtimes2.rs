//! What the learner's file must offer:
//! ```
//! pub trait Client: Send + Sync + 'static {
//!     fn ask(&self, question: String) -> impl Future<Output = String> + Send;
//! }
//! pub struct Blocking<C>
//! impl<C: Client> Blocking<C> {
//!     pub fn open(connect: impl Future<Output = C> + Send + 'static) -> Self
//!     pub fn ask(&self, question: &str) -> String
//! }
//! ```

use exercise::{Blocking, Client};
use futures::future::BoxFuture;
use probe::effort::Effort;
use probe::gauge::Gauge;
use probe::hook::{Canary, Hook};
use probe::plain_thread::PATIENCE;
use probe::work::{boxed, unboxed};
use probe::{Checked, Fact, Lab, at_least, at_most, lines_of, ms};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Handle, Id};
use tokio::time::sleep;

probe::checks! {
    /// In a plain program, every question gets its own answer.
    answers_come_back: wall_clock,
    /// The client's own task keeps running between calls.
    the_line_is_kept_open: wall_clock,
    /// One runtime serves the client and all questions.
    one_runtime_is_enough: wall_clock,
    /// You can create, ask and drop a `Blocking` inside an async function.
    async_callers_may_use_it: wall_clock,
    /// A slow answer is waited for, and the thread that asked sleeps until it comes.
    a_slow_answer: wall_clock,
    /// Questions from several threads run at the same time.
    questions_overlap: wall_clock,
    /// Dropping a `Blocking` drops the client and ends the task that the client spawned.
    the_client_goes_with_it: wall_clock,
}

/// This many signs of life are enough to believe in more.
const SIGNS: u64 = 5;
/// How long a question takes on its own.
const QUESTION: Duration = ms(20);
/// How often a thread sleeps that waits for one answer: once, and once more for each lock.
const FEW_SLEEPS: u64 = 10;
/// How long a question waits for the others asked at the same time.
const COMPANY: Duration = ms(250);

/// What the station records.
#[derive(Clone)]
struct Seen {
    /// The runtimes it ran on.
    runtimes: Arc<Mutex<Vec<Id>>>,
    /// Counts the signs of life of the client's own task.
    signs: Hook,
    /// The client's own task, while it exists. Only the end of its runtime ends it.
    line: Gauge,
    /// The questions in flight.
    asking: Gauge,
    /// How many questions are asked at the same time.
    company: u64,
    /// How long a question takes on its own.
    takes: Duration,
}

impl Seen {
    fn new(lab: &Lab) -> Self {
        Self {
            runtimes: Arc::default(),
            signs: lab.hook(),
            line: lab.gauge(),
            asking: lab.gauge(),
            company: 1,
            takes: QUESTION,
        }
    }

    fn note_runtime(&self) {
        let mut runtimes = self.runtimes.lock().unwrap_or_else(PoisonError::into_inner);
        let id = Handle::current().id();
        if !runtimes.contains(&id) {
            runtimes.push(id);
        }
    }

    fn runtimes(&self) -> u64 {
        let runtimes = self.runtimes.lock().unwrap_or_else(PoisonError::into_inner);
        runtimes.len() as u64
    }
}

struct Station {
    seen: Seen,
    _canary: Canary,
}

impl Station {
    async fn connect(seen: Seen, canary: Canary) -> Self {
        seen.note_runtime();
        let (signs, line) = (seen.signs.clone(), seen.line.clone());
        let own_task: BoxFuture<()> = Box::pin(async move {
            let _open = line.enter();
            loop {
                signs.call();
                sleep(ms(2)).await;
            }
        });
        tokio::spawn(own_task);
        sleep(ms(2)).await;
        Self {
            seen,
            _canary: canary,
        }
    }
}

impl Client for Station {
    async fn ask(&self, question: String) -> String {
        self.seen.note_runtime();
        let _asking = self.seen.asking.enter();
        let began = Instant::now();
        sleep(self.seen.takes).await;
        while self.seen.asking.most() < self.seen.company && began.elapsed() < COMPANY {
            sleep(ms(1)).await;
        }
        format!("to {question}: yes")
    }
}

async fn answers_come_back(lab: &mut Lab) -> Checked {
    let (seen, canary) = (Seen::new(lab), lab.drops().canary());
    let places = [place(lab), place(lab), place(lab)];
    let questions = places.clone();
    let answers = lab.on_a_thread("a plain program", move || {
        let station = Blocking::open(Station::connect(seen, canary));
        lines_of(&questions, |question| station.ask(question))
    })?;
    let expected = lines_of(&places, |place| format!("to {place}: yes"));
    lab.expect_lines("the answers", &answers, &expected)
}

async fn the_line_is_kept_open(lab: &mut Lab) -> Checked {
    let (seen, canary) = (Seen::new(lab), lab.drops().canary());
    let (signs, place) = (seen.signs.clone(), place(lab));
    let heard = lab.on_a_thread("a program with a silent phase", move || {
        let station = Blocking::open(Station::connect(seen, canary));
        let before_the_first = silence(&signs);
        station.ask(&place);
        [before_the_first, silence(&signs)]
    })?;

    for (when, heard) in ["before the first question", "after a question"]
        .into_iter()
        .zip(heard)
    {
        let what = format!("turns of the client's own task in the silence {when}");
        lab.expect_calls(&what, heard, at_least(SIGNS))?;
    }
    Ok(())
}

/// The signs of life while no question is asked.
fn silence(signs: &Hook) -> u64 {
    // A turn that started before says nothing about the silence.
    thread::sleep(ms(4));
    let (began, before) = (Instant::now(), signs.calls());
    while signs.calls() - before < SIGNS && began.elapsed() < PATIENCE / 4 {
        thread::sleep(ms(1));
    }
    signs.calls() - before
}

async fn one_runtime_is_enough(lab: &mut Lab) -> Checked {
    let (seen, canary) = (Seen::new(lab), lab.drops().canary());
    let (used, place) = (seen.clone(), place(lab));
    let asked = lab.random().u64(3..6);
    lab.on_a_thread("a plain program", move || {
        let station = Blocking::open(Station::connect(seen, canary));
        for _ in 0..asked {
            station.ask(&place);
        }
    })?;
    let what = format!("starts of a runtime for one client and {asked} questions");
    lab.expect_calls(&what, used.runtimes(), at_most(1))
}

async fn async_callers_may_use_it(lab: &mut Lab) -> Checked {
    let (seen, canary) = (Seen::new(lab), lab.drops().canary());
    let place = place(lab);
    let expected = format!("to {place}: yes");
    let answer = lab.on_a_thread("a call inside an async function", move || {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("the runtime starts");
        let caller = async move {
            let station = Blocking::open(Station::connect(seen, canary));
            station.ask(&place)
        };
        unboxed::<String>(runtime.block_on(boxed(caller)))
    })?;
    lab.expect_eq("the answer to an async caller", answer, expected)
}

async fn a_slow_answer(lab: &mut Lab) -> Checked {
    let (mut seen, canary) = (Seen::new(lab), lab.drops().canary());
    seen.takes = ms(lab.random().u64(1_030..1_130));
    let (takes, place) = (seen.takes, place(lab));
    let expected = format!("to {place}: yes");
    let asked = lab.on_a_thread_for("a slow question", PATIENCE * 3, move || {
        let station = Blocking::open(Station::connect(seen, canary));
        let before = Effort::of_this_thread();
        (station.ask(&place), before.since())
    });
    let (answer, effort) = asked?;
    let what = format!("the answer that takes {} ms", takes.as_millis());
    lab.expect_eq(&what, answer, expected)?;
    lab.expect_asleep("`ask`", &effort, FEW_SLEEPS)
}

async fn questions_overlap(lab: &mut Lab) -> Checked {
    let (mut seen, canary) = (Seen::new(lab), lab.drops().canary());
    seen.company = lab.random().u64(2..5);
    let (asking, threads, place) = (seen.asking.clone(), seen.company, place(lab));
    lab.on_a_thread("questions from several threads", move || {
        let station = Blocking::open(Station::connect(seen, canary));
        thread::scope(|scope| {
            for _ in 0..threads {
                let ask: Box<dyn FnOnce() + Send> = Box::new(|| drop(station.ask(&place)));
                scope.spawn(ask);
            }
        });
    })?;
    let what = format!("the number of questions from {threads} threads that ran at the same time");
    lab.expect_eq(&what, asking.most(), threads)
}

async fn the_client_goes_with_it(lab: &mut Lab) -> Checked {
    let drops = lab.drops();
    let (seen, canary) = (Seen::new(lab), drops.canary());
    let (line, place) = (seen.line.clone(), place(lab));
    lab.on_a_thread("a plain program", move || {
        let station = Blocking::open(Station::connect(seen, canary));
        station.ask(&place);
    })?;
    let began = Instant::now();
    while (drops.count() == 0 || line.inside() > 0) && began.elapsed() < PATIENCE / 4 {
        thread::sleep(ms(1));
    }
    if drops.count() == 0 || line.inside() > 0 {
        return lab.find(Fact::StillRunning {
            what: "the dropped client".into(),
            tasks: vec![Default::default()],
        });
    }
    Ok(())
}

fn place(lab: &mut Lab) -> String {
    let place = lab.pick(&["the cape", "the ridge", "the ferry", "the dam"]);
    format!("{place}, line {}?", lab.random().u16(..))
}
