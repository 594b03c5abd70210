//! What the learner's file must offer:
//! ```
//! pub struct Shape { pub width: u64, pub height: u64 }
//! pub async fn total_area(shapes: &[Rc<Shape>], area: impl Fn(&Shape) -> u64) -> u64
//! ```

use exercise::{Shape, total_area};
use probe::{Checked, Lab, at_least, at_most, ms};
use std::cell::Cell;
use std::rc::Rc;

probe::checks! {
    /// Others get a turn after every 200 shapes at the latest.
    the_turns_are_short,
    /// Every turn but the last measures at least ten shapes, and nothing waits on the clock.
    switching_is_cheap,
    /// Every shape is measured once, whether there are many, few or none.
    every_shape_counts,
}

/// The starter's value; the learner may have changed the constant.
const TURN: u64 = 200;
/// A turn of fewer shapes is too short.
const FEW: u64 = 10;
/// Adding up so little takes this long only if the thread sleeps.
const NOTICEABLE_MS: u64 = 1_000;

fn drawing(lab: &mut Lab, shapes: usize) -> Vec<Rc<Shape>> {
    let random = lab.random();
    let mut drawing = Vec::new();
    for _ in 0..shapes {
        let (width, height) = (random.u64(1..100), random.u64(1..100));
        drawing.push(Rc::new(Shape { width, height }));
    }
    drawing
}

async fn the_turns_are_short(lab: &mut Lab) -> Checked {
    let many = lab.random().usize(1_201..1_399);
    let shapes = drawing(lab, many);
    let measured = lab.hook();
    let hook = measured.clone();
    let area = move |shape: &Shape| {
        hook.call();
        shape.width
    };
    lab.run(total_area(&shapes, area)).await;
    lab.expect_in_one_poll("shapes measured", &measured, TURN)
}

async fn switching_is_cheap(lab: &mut Lab) -> Checked {
    let many = lab.random().usize(1_201..1_399);
    let shapes = drawing(lab, many);
    let measured = lab.hook();
    let hook = measured.clone();
    let area = move |shape: &Shape| {
        hook.call();
        shape.height
    };
    let run = lab.run(total_area(&shapes, area)).await;
    let what = format!("adding up {many} shapes");
    lab.expect_yields(&what, run.yields, at_most(many as u64 / FEW + 1))?;
    lab.expect_no_wait(&what, &run, ms(NOTICEABLE_MS))?;
    // What is left over may be less.
    let mut turns = measured.in_each_poll();
    turns.pop();
    for (turn, shapes) in turns.into_iter().enumerate() {
        let what = format!("shapes measured in turn {}", turn + 1);
        lab.expect_calls(&what, shapes, at_least(FEW))?;
    }
    Ok(())
}

async fn every_shape_counts(lab: &mut Lab) -> Checked {
    let (few, many) = (lab.random().usize(1..9), lab.random().usize(801..999));
    for count in [many, few, 0] {
        let shapes = drawing(lab, count);
        let mut expected = 0;
        for shape in &shapes {
            expected += shape.width * 3 + shape.height;
        }
        // What the window lends needn't be `Send`.
        let calls = Rc::new(Cell::new(0));
        let counter = Rc::clone(&calls);
        let area = move |shape: &Shape| {
            counter.set(counter.get() + 1);
            shape.width * 3 + shape.height
        };
        let total = total_area(&shapes, area).await;
        lab.expect_eq(&format!("the total of {count} shapes"), total, expected)?;
        lab.expect_eq("the number of shapes measured", calls.get(), count)?;
    }
    Ok(())
}
