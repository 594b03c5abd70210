//! expects: interface-mismatch/interface
//! The compiler is content, and the map is another one: it pays for threads that nobody uses.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::LocalRuntime;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What is known of the land, in the order in which it was seen.
pub type Map = Arc<Mutex<Vec<String>>>;

pub struct Explorer {
    /// How long she walks to each place, and what is there.
    pub way: Vec<(Duration, String)>,
}

/// Sends her off. From now on she goes by herself, and draws each place when she gets there. What
/// can be awaited is her return, with the number of places that she has seen.
pub fn send_off(map: &Map, explorer: Explorer) -> JoinHandle<usize> {
    let map = Arc::clone(map);
    tokio::spawn(async move {
        for (walk, place) in &explorer.way {
            sleep(*walk).await;
            map.lock()
                .expect("nobody panics with it")
                .push(place.clone());
        }
        explorer.way.len()
    })
}

/// Sends all of them off, to be out at the same time; gives the number of places seen.
pub async fn survey(map: &Map, explorers: Vec<Explorer>) -> usize {
    let send_off = |explorer| send_off(map, explorer);
    let returns: Vec<_> = explorers.into_iter().map(send_off).collect();
    let mut seen = 0;
    for her_return in returns {
        seen += her_return.await.expect("she comes back");
    }
    seen
}

/// Drives `work` on this thread, and on this thread too the tasks that must stay here.
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
    println!(
        "{seen} places: {}",
        map.lock().expect("nobody panics with it").join(", ")
    );
}
