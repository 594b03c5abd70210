//! # One old future
//!
//! Make `place_of` await a search that is still a future of the crate futures 0.1. You can't change
//! the archive, and its errors must reach the caller unchanged.
//!
//! A film archive has ported all its programs except the one that searches the cellar. `.await`
//! doesn't accept an old future: it has an `Item` and an `Error` instead of an `Output`. And when
//! something happens, it doesn't wake a waker; it notifies a task of its own kind.
//!
//! A program that moves to `await` piece by piece always has such a border somewhere. It needs a
//! bridge there, which looks native from both sides. The crate futures-util has one.

use futures01::Future as OldFuture;

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

/// Says where a film is.
pub async fn place_of(archive: &impl Archive, film: &str) -> Result<String, Fault> {
    // TODO: this is an old future. Keep its errors apart: unreadable doesn't mean not here.
    match archive.find(film).await? {
        Some(shelf) => Ok(format!("{film} is on shelf {shelf}")),
        None => Ok(format!("{film} is not here")),
    }
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
