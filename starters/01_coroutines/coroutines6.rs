//! # Up the river
//!
//! Hikers walk up a river and measure all its springs. Wherever two rivers meet, they split up and
//! follow both at the same time. `measure` says exactly that: it calls itself for the two rivers
//! above. But it doesn't compile. Fix that.
//!
//! A future stores everything it needs while it waits, including the futures that it awaits. This
//! one awaits two futures of its own type. It would contain both of them, each of those would
//! contain two more, and so on: it would have no size. `River` would have the same problem, but it
//! uses a pointer to the heap. A pointer has one fixed size, whatever it points to.

use std::time::Duration;
use tokio::time::sleep;

pub enum River {
    /// Reached after a walk; gives this many litres per second.
    Spring { walk: Duration, litres: u64 },
    /// Where two rivers meet, reached after a walk.
    Fork {
        walk: Duration,
        left: Box<River>,
        right: Box<River>,
    },
}

/// Walks up the river to all its springs and returns the sum of their litres. The hikers split up
/// at each fork, so it takes no longer than the walk to the farthest spring.
pub async fn measure(river: &River) -> u64 {
    match river {
        River::Spring { walk, litres } => {
            sleep(*walk).await;
            *litres
        }
        River::Fork { walk, left, right } => {
            sleep(*walk).await;
            // `join!` awaits both at the same time. The next chapter is about that.
            // TODO: this future can't contain the futures of these two calls.
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
