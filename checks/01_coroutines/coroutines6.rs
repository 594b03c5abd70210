//! What the learner's file must offer:
//! ```
//! pub enum River {
//!     Spring { walk: Duration, litres: u64 },
//!     Fork { walk: Duration, left: Box<River>, right: Box<River> },
//! }
//! pub async fn measure(river: &River) -> u64
//! ```

use exercise::River;
use probe::{Checked, Lab, ms};
use std::time::Duration;

probe::checks! {
    /// Every spring is measured, however many forks come before it.
    every_spring_is_measured,
    /// At each fork the hikers walk up both rivers at the same time.
    the_hikers_split_up,
}

fn spring(lab: &mut Lab, walk: u64) -> River {
    River::Spring {
        walk: ms(walk),
        litres: lab.random().u64(1..100),
    }
}

fn fork(walk: u64, left: River, right: River) -> River {
    River::Fork {
        walk: ms(walk),
        left: left.into(),
        right: right.into(),
    }
}

/// A river with this many forks in a row. Each fork has a spring on a random side.
fn long(lab: &mut Lab, forks: u32) -> River {
    let mut river = spring(lab, 2);
    for _ in 0..forks {
        let other = spring(lab, 3);
        river = match lab.random().bool() {
            true => fork(1, river, other),
            false => fork(1, other, river),
        };
    }
    river
}

/// Short and long walks on both sides: an answer that lets one group wait for another takes longer
/// than needed.
fn wide(lab: &mut Lab) -> River {
    let quick = fork(10, spring(lab, 90), spring(lab, 70));
    let slow = fork(80, spring(lab, 20), long(lab, 2));
    fork(15, fork(5, spring(lab, 60), quick), slow)
}

fn litres(river: &River) -> u64 {
    match river {
        River::Spring { litres, .. } => *litres,
        River::Fork { left, right, .. } => litres(left) + litres(right),
    }
}

/// The walk to the farthest spring.
fn farthest(river: &River) -> Duration {
    match river {
        River::Spring { walk, .. } => *walk,
        River::Fork { walk, left, right } => *walk + farthest(left).max(farthest(right)),
    }
}

async fn every_spring_is_measured(lab: &mut Lab) -> Checked {
    let forks = lab.random().u32(30..40);
    for (what, river) in [
        ("a single spring", long(lab, 0)),
        ("a river with one fork", long(lab, 1)),
        ("a river with forks on both sides", wide(lab)),
        ("a river with many forks", long(lab, forks)),
    ] {
        let got = exercise::measure(&river).await;
        lab.expect_eq(&format!("the litres of {what}"), got, litres(&river))?;
    }
    Ok(())
}

async fn the_hikers_split_up(lab: &mut Lab) -> Checked {
    let one_fork = fork(10, spring(lab, 50), spring(lab, 40));
    for river in [one_fork, wide(lab), long(lab, 12)] {
        let run = lab.run(exercise::measure(&river)).await;
        lab.expect_overlap("the walks", &run, farthest(&river))?;
    }
    Ok(())
}
