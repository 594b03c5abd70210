//! # One map for all
//!
//! Keep every explorer's task on one thread, because the map that they share is an `Rc`. All of
//! them must be out at the same time.
//!
//! Each explorer draws what she sees at once, so the others find it on the map. The map belongs to
//! one thread and needs no lock. But `tokio::spawn` may move a task to another thread while it
//! waits. So the compiler rejects an `Rc` in it, and it is right. `unsafe impl Send` would be a
//! lie, and a lock would pay for threads that nothing uses.
//!
//! A task that must stay on its thread can't use `tokio::spawn`. It needs a sibling of that
//! function, and a runtime that keeps all its tasks on one thread. They take turns there, and their
//! waits overlap.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
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
    // TODO: her task must stay on this thread, because the map does.
    let map = Rc::clone(map);
    tokio::spawn(async move {
        for (walk, place) in &explorer.way {
            sleep(*walk).await;
            map.borrow_mut().push(place.clone());
        }
        explorer.way.len()
    })
}

/// Sends all of them off at the same time. Returns the number of places that they saw.
pub async fn survey(map: &Map, explorers: Vec<Explorer>) -> usize {
    // TODO: all of them must be out at the same time.
    let mut seen = 0;
    for explorer in explorers {
        seen += send_off(map, explorer).await.expect("she comes back");
    }
    seen
}

/// Runs `work` on this thread, and on the same thread all tasks that must stay here.
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
