//! What the learner's file must offer:
//! ```
//! pub async fn post_office<K, S>(
//!     sacks: Vec<K>,
//!     clerks: usize,
//!     room: usize,
//!     sort: impl Fn(String) -> S + Clone + Send + 'static,
//! ) where
//!     K: Iterator<Item = String> + Send + 'static,
//!     S: Future<Output = ()> + Send + 'static,
//! ```

use exercise::post_office;
use probe::{Checked, Fact, Lab, Run, exactly, ms};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::sleep;

probe::checks! {
    /// Every letter of every sack is sorted exactly once, and then the post office closes.
    every_letter_is_sorted,
    /// When `post_office` returns, all carriers and clerks have gone home.
    everybody_has_gone_home,
    /// The clerks work at the same time, each on one letter.
    clerks_work_side_by_side,
    /// A carrier takes its next letter out of the sack only after placing the one before.
    the_counter_has_room_for_no_more,
}

/// What a post office is given.
struct Office {
    sacks: Vec<Vec<String>>,
    clerks: usize,
    room: usize,
    /// How long it takes to sort a letter, in milliseconds.
    takes: u64,
}

/// What it recorded.
struct Seen {
    run: Run<()>,
    sorted: Vec<String>,
    most_at_once: u64,
    most_waiting: u64,
}

/// Letters that have left their sacks and are not being sorted yet.
#[derive(Default)]
struct Waiting {
    now: AtomicU64,
    most: AtomicU64,
}

impl Office {
    fn new(lab: &mut Lab, sizes: &[usize], clerks: usize, room: usize) -> Self {
        let town = lab.pick(&["Lund", "Graz", "Nantes", "Ghent"]);
        let mut sacks = Vec::new();
        for (sack, size) in sizes.iter().enumerate() {
            let mut letters = Vec::new();
            for number in 1..=*size {
                letters.push(format!("letter {number} of sack {sack}, to {town}"));
            }
            sacks.push(letters);
        }
        Self {
            sacks,
            clerks,
            room,
            takes: lab.random().u64(20..40),
        }
    }

    fn letters(&self) -> u64 {
        self.sacks.iter().map(Vec::len).sum::<usize>() as u64
    }

    async fn open(&self, lab: &mut Lab) -> Seen {
        let waiting: Arc<Waiting> = Arc::default();
        let sorted: Arc<Mutex<Vec<String>>> = Arc::default();
        let sorting = lab.gauge();
        let mut sacks = Vec::new();
        for sack in &self.sacks {
            let waiting = waiting.clone();
            sacks.push(sack.clone().into_iter().inspect(move |_| {
                let now = waiting.now.fetch_add(1, Ordering::Relaxed) + 1;
                waiting.most.fetch_max(now, Ordering::Relaxed);
            }));
        }
        let (begun, done, at_work) = (waiting.clone(), sorted.clone(), sorting.clone());
        let takes = ms(self.takes);
        let sort = move |letter: String| {
            begun.now.fetch_sub(1, Ordering::Relaxed);
            let (inside, done) = (at_work.enter(), done.clone());
            async move {
                let _inside = inside;
                sleep(takes).await;
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                done.push(letter);
            }
        };
        let office = post_office(sacks, self.clerks, self.room, sort);
        let run = lab.run(office).await;
        let mut sorted = sorted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        sorted.sort_unstable();
        Seen {
            run,
            sorted,
            most_at_once: sorting.most(),
            most_waiting: waiting.most.load(Ordering::Relaxed),
        }
    }
}

async fn every_letter_is_sorted(lab: &mut Lab) -> Checked {
    let many = lab.random().usize(3..9);
    for (sizes, clerks, room) in [
        (&[many, 1, 4][..], 2, 2),
        (&[2], 1, 1),
        (&[0, 0], 2, 2),
        (&[], 3, 1),
        (&[1, many], 9, 5),
    ] {
        let office = Office::new(lab, sizes, clerks, room);
        let seen = office.open(lab).await;
        let mut letters = office.sacks.concat();
        letters.sort_unstable();
        lab.expect_lines("the sorted letters", &seen.sorted, &letters)?;
    }
    Ok(())
}

async fn everybody_has_gone_home(lab: &mut Lab) -> Checked {
    let office = Office::new(lab, &[3, 2], 3, 4);
    office.open(lab).await;
    lab.expect_no_task_left("`post_office`")
}

async fn clerks_work_side_by_side(lab: &mut Lab) -> Checked {
    for clerks in [lab.random().usize(3..9), lab.random().usize(110..150), 1] {
        let office = Office::new(lab, &[170, 125, 38], clerks, 2);
        side_by_side(lab, &office).await?;
    }
    Ok(())
}

async fn side_by_side(lab: &mut Lab, office: &Office) -> Checked {
    let (seen, clerks) = (office.open(lab).await, office.clerks);
    let at_most = clerks as u64;
    lab.expect_at_once("letters being sorted", seen.most_at_once, at_most)?;

    let took_ms = seen.run.took.as_millis() as u64;
    let at_best = office.letters().div_ceil(at_most) * office.takes;
    let what = format!("{} letters with {clerks} clerks", office.letters());
    if clerks > 1 && took_ms == office.letters() * office.takes {
        return lab.find(Fact::Sequential {
            what,
            took_ms,
            at_best_ms: at_best,
        });
    }
    let sorting = format!("letters being sorted by {clerks} clerks");
    lab.expect_so_many_at_once(&sorting, seen.most_at_once, at_most)?;
    lab.expect_took(&what, &seen.run, exactly(ms(at_best)))
}

async fn the_counter_has_room_for_no_more(lab: &mut Lab) -> Checked {
    let room = lab.random().usize(1..5);
    let office = Office::new(lab, &[20, 20], 2, room);
    let seen = office.open(lab).await;
    // Each carrier may hold one more.
    let at_most = (room + office.sacks.len()) as u64;
    let what =
        format!("letters between the sacks and the clerks, with room for {room} on the counter");
    lab.expect_at_once(&what, seen.most_waiting, at_most)
}
