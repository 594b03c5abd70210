//! The doors for authors of a course.

pub mod check;
pub mod map;
pub mod new;
pub mod parity;
pub mod update;
