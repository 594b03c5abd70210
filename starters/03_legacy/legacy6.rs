//! # One old future
//!
//! A film archive has ported its programs, all but the one that searches the cellar. That one still
//! gives futures of the crate futures 0.1, and will for years. They are not what `.await` takes:
//! they have an `Item` and an `Error` instead of an `Output`, and when something happens they do
//! not wake a waker, but notify a task of their own kind.
//!
//! A program that moves to `await` a piece at a time always has such a border somewhere. What it
//! needs there is a bridge: to both sides it looks like one of their own. futures-util has one.

use futures01::Future as OldFuture;

#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    Offline,
    Unreadable { page: u32 },
}

/// A search of the old kind: it finds a shelf, or nothing, or fails.
pub type Search = Box<dyn OldFuture<Item = Option<u32>, Error = Fault> + Send>;

/// The archive. It has not been ported, and nobody can say when it will be.
pub trait Archive {
    fn find(&self, film: &str) -> Search;
}

/// Where a film is, in words.
pub async fn place_of(archive: &impl Archive, film: &str) -> Result<String, Fault> {
    // TODO: this is an old future. Its faults matter: what cannot be read is not the same as gone.
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
