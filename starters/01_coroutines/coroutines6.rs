//! # Up the river
//!
//! Where does all the water come from? Hikers walk up a river and measure every spring. Wherever
//! two rivers meet they split up, and walk up both at the same time. The coroutine function says
//! it as plainly as that: to measure a river is to measure the two rivers above, by the very same
//! function. But it does not compile.
//!
//! A coroutine object holds what it needs while it waits, and that includes the objects that it
//! awaits. One that awaits two of its own kind would have to hold them inside itself, and they
//! two more inside themselves: it would have no size. The type `River` has the same trouble, and
//! the same way out: a pointer to the heap has one size, whatever lies behind it.

use std::time::Duration;
use tokio::time::sleep;

pub enum River {
    /// Reached after a walk; gives so many litres in a second.
    Spring { walk: Duration, litres: u64 },
    /// Where two rivers meet, after a walk.
    Fork {
        walk: Duration,
        left: Box<River>,
        right: Box<River>,
    },
}

/// Walks up the river to all its springs; gives the sum of their litres. The hikers split up at
/// each fork, and so it takes no longer than the walk to the farthest spring.
pub async fn measure(river: &River) -> u64 {
    match river {
        River::Spring { walk, litres } => {
            sleep(*walk).await;
            *litres
        }
        River::Fork { walk, left, right } => {
            sleep(*walk).await;
            // `join!` awaits both at the same time, which is what the next chapter is about.
            // TODO: the object of this call cannot hold the objects of these two calls.
            let (left, right) = tokio::join!(measure(left), measure(right));
            left + right
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let walk = Duration::from_millis(30);
    let spring = |litres| Box::new(River::Spring { walk, litres });
    let fork = |left, right| Box::new(River::Fork { walk, left, right });
    let river = fork(spring(5), fork(spring(20), fork(spring(1), spring(3))));
    let litres = measure(&river).await;
    println!("All springs together give {litres} litres a second.");
}
