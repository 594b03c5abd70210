//! expects: failed/too-much-in-one-poll
//! Gives way often enough, only not while it works.

use std::rc::Rc;

pub struct Shape {
    pub width: u64,
    pub height: u64,
}

/// Nobody should have to wait longer than it takes to measure so many shapes.
pub const TURN: usize = 200;

/// The sum of all the areas. Others have a turn after every `TURN` shapes at the latest; before
/// each switch at least ten are measured.
pub async fn total_area(shapes: &[Rc<Shape>], area: impl Fn(&Shape) -> u64) -> u64 {
    for _ in shapes.chunks(TURN) {
        tokio::task::yield_now().await;
    }
    shapes.iter().map(|shape| area(shape)).sum()
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
