//! # Long work in short turns
//!
//! A drawing program adds up the areas of all its shapes, and there are many. While it does, the
//! window answers no click.
//!
//! The last exercise sent such work to another thread. Not this time: the shapes belong to the
//! window, which holds them with `Rc`, and an `Rc` never leaves its thread. Try it, and the
//! compiler says so. But a sum, unlike that checksum, can be cut into pieces: measure a few shapes,
//! let the others have a turn, go on where you were.
//!
//! How many are a few? A long turn makes everybody wait. A turn of a single shape spends more time
//! on switching than on the work.

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
    // TODO: all the shapes are measured in one turn.
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
