//! expects: failed/broken
//! Spawns her on a `LocalSet` of her own and drops it at once, and her with it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::LocalRuntime;
use tokio::task::{JoinHandle, LocalSet};
use tokio::time::sleep;

/// The places that were seen, in that order.
pub type Map = Rc<RefCell<Vec<String>>>;

pub struct Explorer {
    /// How long she walks to each place, and what is there.
    pub way: Vec<(Duration, String)>,
}

/// Sends her off. From now on she walks by herself, and draws each place when she gets there. Await
/// the handle to wait for her return; it gives the number of places that she saw.
pub fn send_off(map: &Map, explorer: Explorer) -> JoinHandle<usize> {
    let map = Rc::clone(map);
    LocalSet::new().spawn_local(async move {
        for (walk, place) in &explorer.way {
            sleep(*walk).await;
            map.borrow_mut().push(place.clone());
        }
        explorer.way.len()
    })
}

/// Sends all of them off at the same time. Returns the number of places that they saw.
pub async fn survey(map: &Map, explorers: Vec<Explorer>) -> usize {
    let send_off = |explorer| send_off(map, explorer);
    let returns: Vec<_> = explorers.into_iter().map(send_off).collect();
    let mut seen = 0;
    for her_return in returns {
        seen += her_return.await.expect("she comes back");
    }
    seen
}

/// Runs `work` on this thread, and on the same thread all tasks that must stay here.
pub fn on_one_thread<F: Future>(work: F) -> F::Output {
    let runtime = LocalRuntime::new().expect("the runtime starts");
    runtime.block_on(work)
}

fn main() {
    let explorer = |way: &[(u64, &str)]| Explorer {
        way: way
            .iter()
            .map(|(walk, place)| (Duration::from_millis(*walk), place.to_string()))
            .collect(),
    };
    let explorers = vec![
        explorer(&[(40, "a lake"), (40, "a ford")]),
        explorer(&[(20, "a wood"), (40, "a ruin")]),
    ];
    let map = Map::default();
    let seen = on_one_thread(survey(&map, explorers));
    println!("{seen} places: {}", map.borrow().join(", "));
}
