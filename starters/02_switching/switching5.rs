//! # Long work in short turns
//!
//! A drawing program adds up the areas of all its shapes, and there are many. Meanwhile its window
//! ignores every click. Make `total_area` let others run in between.
//!
//! The last exercise moved such work to another thread. That doesn't work here: the shapes belong
//! to the window, which keeps them in `Rc`s, and an `Rc` can't leave its thread. Try it, and the
//! compiler tells you so. But unlike that checksum, a sum can be cut into pieces: measure a few
//! shapes, let the others have a turn, go on where you stopped.
//!
//! How many are a few? A long turn makes everything else wait. A turn of a single shape spends
//! more time on switching than on the work.

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
    // TODO: this measures all the shapes in one turn.
    let mut total = 0;
    for shape in shapes {
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
