//! What the learner's file must offer:
//! ```
//! pub async fn count(name: &str, last: u32, board: &RefCell<Vec<String>>)
//! ```

use exercise::count;
use probe::{Checked, Lab, at_least, ms};
use std::cell::RefCell;

probe::checks! {
    /// A counter yields after each number, and no time passes.
    a_counter_yields,
    /// Several counters take turns; when some are done, the others keep counting.
    they_take_turns,
}

/// Writing a few numbers takes this long only if the thread sleeps.
const NOTICEABLE_MS: u64 = 500;

async fn a_counter_yields(lab: &mut Lab) -> Checked {
    let last = lab.random().u32(4..9);
    let board = RefCell::default();
    let run = lab.run(count("alone", last, &board)).await;
    let mut lines = Vec::new();
    for number in 1..=last {
        lines.push(format!("alone {number}"));
    }
    lab.expect_lines("the numbers of one counter", &board.take(), &lines)?;
    let turns = u64::from(last) - 1;
    let what = format!("counting to {last}");
    lab.expect_yields(&what, run.yields, at_least(turns))?;
    lab.expect_no_wait(&what, &run, ms(NOTICEABLE_MS))
}

async fn they_take_turns(lab: &mut Lab) -> Checked {
    let mut lasts = [2, 3, 4];
    lab.random().shuffle(&mut lasts);
    let [one, two, three] = lab.pick(&[["a", "b", "c"], ["Ada", "Bo", "Cy"], ["i", "ii", "iii"]]);
    let board = RefCell::default();
    futures::join!(
        count(one, lasts[0], &board),
        count(two, lasts[1], &board),
        count(three, lasts[2], &board)
    );
    let counters = [(one, lasts[0]), (two, lasts[1]), (three, lasts[2])];
    let mut lines = Vec::new();
    for number in 1..=4 {
        for (name, last) in counters {
            if number <= last {
                lines.push(format!("{name} {number}"));
            }
        }
    }
    lab.expect_lines("the numbers of three counters", &board.take(), &lines)
}
