//! # Up the river
//!
//! A plain function that returns a boxed future. The box is made in one place, and the callers
//! needn't know about it. A `Box<dyn Future>` always has the same size.

use std::pin::Pin;
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
pub fn measure(river: &River) -> Pin<Box<dyn Future<Output = u64> + Send + '_>> {
    Box::pin(async move {
        match river {
            River::Spring { walk, litres } => {
                sleep(*walk).await;
                *litres
            }
            River::Fork { walk, left, right } => {
                sleep(*walk).await;
                let (left, right) = tokio::join!(measure(left), measure(right));
                left + right
            }
        }
    })
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
