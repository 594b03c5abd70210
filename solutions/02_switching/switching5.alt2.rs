//! # Long work in short turns
//!
//! A counter works as well, with any number between ten and `TURN`.

use std::rc::Rc;

pub struct Shape {
    pub width: u64,
    pub height: u64,
}

/// Nothing else should wait longer than it takes to measure this many shapes.
pub const TURN: usize = 200;

/// Returns the sum of all the areas. Others get a turn after every `TURN` shapes at the latest,
/// and at least ten are measured before each switch.
pub async fn total_area(shapes: &[Rc<Shape>], area: impl Fn(&Shape) -> u64) -> u64 {
    let mut total = 0;
    for (done, shape) in shapes.iter().enumerate() {
        if done > 0 && done % 50 == 0 {
            tokio::task::yield_now().await;
        }
        total += area(shape);
    }
    total
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let square = |side| {
        Rc::new(Shape {
            width: side,
            height: side,
        })
    };
    let shapes: Vec<_> = (1..=1_000).map(square).collect();
    let adding = async {
        let total = total_area(&shapes, |shape| shape.width * shape.height).await;
        println!("all the shapes together: {total}");
    };
    let clicking = async {
        println!("a click is answered");
    };
    futures::join!(adding, clicking);
}
