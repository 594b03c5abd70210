//! expects: failed/blocked-thread
//! Joined, but each walk blocks the thread.

use std::time::Duration;

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
            std::thread::sleep(*walk);
            *litres
        }
        River::Fork { walk, left, right } => {
            std::thread::sleep(*walk);
            // `join!` awaits both at the same time. The next chapter is about that.
            let (left, right) = tokio::join!(Box::pin(measure(left)), Box::pin(measure(right)));
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
