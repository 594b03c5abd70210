//! expects: failed/too-few-calls
//! Yields at index 0 too, so the first turn measures a single shape.

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
    for (index, shape) in shapes.iter().enumerate() {
        total += area(shape);
        if index % TURN == 0 {
            tokio::task::yield_now().await;
        }
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
