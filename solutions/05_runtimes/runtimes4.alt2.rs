//! # One map for all
//!
//! What the work gives may have to be `Send`: a number is.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::LocalRuntime;
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
    let map = Rc::clone(map);
    tokio::task::spawn_local(async move {
        for (walk, place) in &explorer.way {
            sleep(*walk).await;
            map.borrow_mut().push(place.clone());
        }
        explorer.way.len()
    })
}

/// Sends all of them off at the same time. Returns the number of places that they saw.
pub async fn survey(map: &Map, explorers: Vec<Explorer>) -> usize {
    let explorers: Vec<_> = explorers
        .into_iter()
        .map(|explorer| send_off(map, explorer))
        .collect();
    let mut seen = 0;
    for explorer in explorers {
        seen += explorer.await.expect("she comes back");
    }
    seen
}

/// Drives `work` on this thread, and on this thread too the tasks that must stay here.
pub fn on_one_thread<F>(work: F) -> F::Output
where
    F: Future,
    F::Output: Send,
{
    LocalRuntime::new().expect("it starts").block_on(work)
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
