//! What an exercise is built with.

use super::kit::Kit;
use super::package::Package;
use super::workshop::Workshop;
use std::sync::Arc;

/// A kit of ours, or the course's own package.
#[derive(Debug, Clone)]
pub enum Tools {
    /// Of an exercise with a hidden check, and of any whose course keeps its dependencies as ours does.
    Kit(Arc<Kit>),
    /// Of an exercise of a course in the rustlings format: what cargo would do.
    Package(Arc<Package>),
    /// Of an exercise that is a package.
    Workshop(Arc<Workshop>),
}

impl Tools {
    /// Whether these are the very same: others may have been made in their place.
    #[must_use]
    pub fn are(&self, others: &Self) -> bool {
        match (self, others) {
            (Self::Kit(one), Self::Kit(other)) => Arc::ptr_eq(one, other),
            (Self::Package(one), Self::Package(other)) => Arc::ptr_eq(one, other),
            (Self::Workshop(one), Self::Workshop(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}
