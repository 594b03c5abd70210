//! What an exercise is built with.

use super::kit::Kit;
use super::package::Package;
use super::workshop::Workshop;

/// A kit of ours, or the course's own package.
#[derive(Debug)]
pub enum Tools {
    /// Of an exercise with a hidden check, and of any whose course keeps its dependencies as ours does.
    Kit(Kit),
    /// Of an exercise of a course in the rustlings format: what cargo would do.
    Package(Package),
    /// Of an exercise that is a package.
    Workshop(Workshop),
}
