//! The probe: what a check uses to see what the learner's tasks really did.
//!
//! A check program is one file that lists its promises with [`checks!`] and then keeps each of
//! them in an async function that is given a [`Lab`]:
//!
//! ```
//! use probe::{Checked, Lab, ms};
//!
//! probe::checks! {
//!     /// The two waits overlap: together they take as long as the longer one.
//!     the_waits_overlap,
//! }
//!
//! # mod exercise {
//! #     pub async fn both(one: std::time::Duration, two: std::time::Duration) {
//! #         tokio::join!(tokio::time::sleep(one), tokio::time::sleep(two));
//! #     }
//! # }
//! async fn the_waits_overlap(lab: &mut Lab) -> Checked {
//!     let run = lab.run(exercise::both(ms(100), ms(300))).await;
//!     lab.expect_overlap("the two waits", &run, ms(300))
//! }
//! # fn unused() { let _ = main; }
//! ```
//!
//! Each check runs alone, on a fresh single-threaded tokio runtime whose clock is virtual: time
//! passes only when every task waits, so that a check of an hour takes a millisecond and gives
//! the same numbers each time. A check that must watch real threads asks for the wall clock:
//! `the_runtime_stays_responsive: wall_clock`.
//!
//! | file | what it measures |
//! |---|---|
//! | [`run`] | virtual time, polls and the longest poll of one future |
//! | [`stepper`] | a future polled by hand, one step at a time |
//! | [`polls`] | a future polled only when woken: lost wake-ups, busy polls |
//! | [`sweep`] | a future cancelled at each of its waits, and what is then broken |
//! | [`interleavings`] | a few tasks in every order of their steps |
//! | [`tasks`] | tasks alive, and where each was spawned |
//! | [`named`] | tasks of the check that run the learner's code under a name |
//! | [`deadlock`] | who waits for ever, where, for what, and for whom |
//! | [`effort`] | what a thread did while it waited, in real time |
//! | [`memory`] | the size of a future, memory in use, threads alive |
//! | [`heartbeat`] | whether other tasks could run meanwhile |
//! | [`gauge`] | how many at once |
//! | [`hook`] | how often, when, from which threads, how many in one poll; drops |
//! | [`journal`] | what happened in which order, and when |
//! | [`timeline`] | what had a life of its own, from when to when |
//! | [`traits`] | what the compiler knows of a type: `Send`, is it a future |
//!
//! [`work`] measures nothing: it makes futures of all types one type, so that a check is compiled sooner.

pub mod background;
pub mod bound;
mod channel;
mod checked;
pub mod deadlock;
pub mod effort;
pub mod expect;
pub mod gauge;
pub mod heartbeat;
pub mod hook;
#[doc(hidden)]
pub mod instances;
pub mod interleavings;
pub mod journal;
mod kept;
mod lab;
pub mod memory;
pub mod named;
mod panics;
pub mod plain_thread;
pub mod polls;
pub mod program;
pub mod run;
mod spin;
pub mod stepper;
pub mod sweep;
pub mod tasks;
mod threads;
pub mod timeline;
mod trace;
pub mod traits;
pub mod work;

pub use bound::{Bound, at_least, at_most, exactly, within};
pub use checked::{Broken, Checked};
pub use expect::lines_of;
pub use interleavings::Turns;
pub use lab::Lab;
pub use named::NamedTask;
pub use polls::Polled;
pub use report::{Fact, Finding, LostBy, Place};
pub use run::Run;

use std::time::Duration;

/// So many milliseconds.
#[must_use]
pub const fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// The table of contents of a check program: every promise, and the function that keeps it.
///
/// It writes the program's `main`. A name may be followed by `: wall_clock` where the check
/// needs real time; without, the clock is virtual.
#[macro_export]
macro_rules! checks {
    ($($(#[doc = $promise:literal])+ $name:ident $(: $clock:ident)?),+ $(,)?) => {
        fn main() -> ::std::process::ExitCode {
            $crate::program::main(&[$($crate::program::Check {
                name: ::std::stringify!($name),
                promise: ::std::concat!($($promise),+),
                clock: $crate::checks!(@clock $($clock)?),
                run: |lab| ::std::boxed::Box::pin($name(lab)),
            }),+])
        }
    };
    (@clock) => { $crate::program::Clock::Virtual };
    (@clock wall_clock) => { $crate::program::Clock::Wall };
}
