//! # One map for all
//!
//! An expedition draws one map. Every explorer goes her own way, and what she sees she draws at
//! once, so that the others find it there. The map is an `Rc`: it belongs to one thread, and needs no
//! lock. But `tokio::spawn` may run a task on any thread, and move it while it waits. The compiler
//! says that an `Rc` cannot come along, and it is right; to swear the contrary with `unsafe` would be a
//! lie, and a lock around everything a price for threads that nobody asked for.
//!
//! A task that must stay where it was born needs another door than `tokio::spawn`, and a runtime that
//! keeps all its tasks on one thread. They take turns there, and while they wait they all do.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What is known of the land, in the order in which it was seen.
pub type Map = Rc<RefCell<Vec<String>>>;

pub struct Explorer {
    /// How long she walks to each place, and what is there.
    pub way: Vec<(Duration, String)>,
}

/// Sends her off. From now on she goes by herself, and draws each place when she gets there. What
/// can be awaited is her return, with the number of places that she has seen.
pub fn send_off(map: &Map, explorer: Explorer) -> JoinHandle<usize> {
    // TODO: her task has to stay on this thread, because the map does.
    let map = Rc::clone(map);
    tokio::spawn(async move {
        for (walk, place) in &explorer.way {
            sleep(*walk).await;
            map.borrow_mut().push(place.clone());
        }
        explorer.way.len()
    })
}

/// Sends all of them off, to be out at the same time; gives the number of places seen.
pub async fn survey(map: &Map, explorers: Vec<Explorer>) -> usize {
    // TODO: all of them are to be out at the same time.
    let mut seen = 0;
    for explorer in explorers {
        seen += send_off(map, explorer).await.expect("she comes back");
    }
    seen
}

/// Drives `work` on this thread, and on this thread too the tasks that must stay here.
pub fn on_one_thread<F: Future>(work: F) -> F::Output {
    // TODO: this runtime may run a task on any of its threads.
    let runtime = Runtime::new().expect("the system gives threads");
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
