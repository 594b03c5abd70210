//! # One old future
//!
//! The bridge built by hand: a task of futures 0.1, polled with a `Notify` that wakes our waker.

use futures01::executor::{self, Notify};
use futures01::{Async, Future as OldFuture};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Poll, Waker};

#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    Offline,
    Unreadable { page: u32 },
}

/// An old future: finds a shelf, finds nothing, or fails.
pub type Search = Box<dyn OldFuture<Item = Option<u32>, Error = Fault> + Send>;

/// The archive, which isn't ported and won't be for years.
pub trait Archive {
    fn find(&self, film: &str) -> Search;
}

/// A waker in the form that futures 0.1 uses.
struct Wakes(Waker);

impl Notify for Wakes {
    fn notify(&self, _id: usize) {
        self.0.wake_by_ref();
    }
}

/// Says where a film is.
pub async fn place_of(archive: &impl Archive, film: &str) -> Result<String, Fault> {
    let mut task = executor::spawn(archive.find(film));
    let found = poll_fn(|context| {
        let wakes = Arc::new(Wakes(context.waker().clone()));
        match task.poll_future_notify(&wakes, 0) {
            Ok(Async::Ready(found)) => Poll::Ready(Ok(found)),
            Ok(Async::NotReady) => Poll::Pending,
            Err(fault) => Poll::Ready(Err(fault)),
        }
    });
    Ok(match found.await? {
        Some(shelf) => format!("{film} is on shelf {shelf}"),
        None => format!("{film} is not here"),
    })
}

struct Cellar;

impl Archive for Cellar {
    fn find(&self, film: &str) -> Search {
        Box::new(futures01::future::result(match film {
            "Metropolis" => Ok(Some(12)),
            "Nosferatu" => Ok(None),
            _ => Err(Fault::Unreadable { page: 7 }),
        }))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for film in ["Metropolis", "Nosferatu", "Golem"] {
        match place_of(&Cellar, film).await {
            Ok(place) => println!("{place}."),
            Err(Fault::Unreadable { page }) => println!("{film}: page {page} is unreadable."),
            Err(Fault::Offline) => println!("The archive is offline."),
        }
    }
}
