//! # Up the river
//!
//! No recursion at all: one collection contains the walks in progress, and each fork adds two. The
//! collection keeps its futures on the heap.

use futures::stream::{FuturesUnordered, StreamExt};
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
    let mut litres = 0;
    let mut walks = FuturesUnordered::new();
    walks.push(walk_up(river));
    while let Some(above) = walks.next().await {
        match above {
            River::Spring { litres: more, .. } => litres += more,
            River::Fork { left, right, .. } => {
                walks.push(walk_up(left));
                walks.push(walk_up(right));
            }
        }
    }
    litres
}

/// Walks to the next fork or spring.
async fn walk_up(river: &River) -> &River {
    match river {
        River::Spring { walk, .. } | River::Fork { walk, .. } => sleep(*walk).await,
    }
    river
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
