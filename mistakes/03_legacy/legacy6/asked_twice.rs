//! expects: failed/too-many-calls
//! Searches again when the first search fails.

use futures_util::compat::Future01CompatExt;
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
    let shelf = match archive.find(film).compat().await {
        Ok(shelf) => shelf,
        Err(_) => archive.find(film).compat().await?,
    };
    match shelf {
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
