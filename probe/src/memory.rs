//! **memory**: how big a future is, how much memory is in use, how many threads are alive.
//!
//! Memory is counted by the program's allocator, which the crate `cap` wraps: every byte asked for
//! and not given back, whoever asked, std and tokio included. It is exact, and it is what was asked
//! for, not what the system had to provide. It works on Linux, as the counting of threads does;
//! elsewhere the expectations hold, whatever the program does. A future's size is what the
//! compiler says: the room for all that is alive across its `.await`s, borrowed things as a
//! pointer, boxed things as a pointer too.
//!
//! ```
//! # mod exercise {
//! #     pub async fn serve(stream: tokio::io::DuplexStream) { drop(stream) }
//! # }
//! use probe::{Checked, Lab, at_most};
//!
//! probe::checks! {
//!     /// A connection that says nothing costs next to nothing.
//!     idle_connections_are_cheap,
//! }
//!
//! async fn idle_connections_are_cheap(lab: &mut Lab) -> Checked {
//!     let before = lab.memory();
//!     let mut clients = Vec::with_capacity(1_000);
//!     for _ in 0..1_000 {
//!         let (client, server) = tokio::io::duplex(64);
//!         tokio::spawn(exercise::serve(server));
//!         clients.push(client);
//!     }
//!     // The virtual clock moves on once every task waits.
//!     tokio::time::sleep(probe::ms(1)).await;
//!     let each = lab.memory().since(&before) / 1_000;
//!     lab.expect_memory("each idle connection", each, at_most(16 * 1024))?;
//!     lab.expect_new_threads("a thousand connections", &before, 1)
//! }
//! # fn unused() { let _ = main; }
//! ```
//!
//! What it cannot see: memory that was taken and given back between two looks, the stacks of
//! threads, what a C library or the kernel keeps (sockets). What the check itself keeps counts
//! too, so reserve its vectors before the first look. A learner's file with a `#[global_allocator]`
//! of its own cannot be linked with it.

/// Far more than there is; far enough from the end of the numbers that counting cannot overflow.
#[cfg(target_os = "linux")]
const PLENTY: usize = usize::MAX / 2;

/// It serves the whole program, std and the dynamic library of the kit included: Linux binds their
/// calls to it when the program is loaded.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, PLENTY);

/// What was in use at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Bytes that were asked for and not given back; always 0 where nobody counts.
    pub bytes: usize,
    /// Threads alive, where the system tells.
    pub threads: Option<u64>,
}

impl Memory {
    /// Looks.
    #[must_use]
    pub fn now() -> Self {
        Self {
            bytes: bytes(),
            threads: threads(),
        }
    }

    /// How many bytes more there are than `before`; 0 where nobody counts.
    #[must_use]
    pub fn since(&self, before: &Self) -> usize {
        self.bytes.saturating_sub(before.bytes)
    }

    /// How many threads more there are than `before`.
    #[must_use]
    pub fn threads_since(&self, before: &Self) -> Option<u64> {
        Some(self.threads?.saturating_sub(before.threads?))
    }
}

#[cfg(target_os = "linux")]
fn bytes() -> usize {
    PLENTY.saturating_sub(ALLOCATOR.remaining())
}

#[cfg(not(target_os = "linux"))]
fn bytes() -> usize {
    0
}

fn threads() -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    Some(tasks.count() as u64)
}

#[cfg(test)]
mod tests {
    use super::Memory;
    use crate::at_most;
    use crate::program::Clock;
    use crate::program::tests::{Body, findings_in};
    use std::hint::black_box;
    use tokio::task::yield_now;

    fn kinds(run: Body) -> Vec<&'static str> {
        let found = findings_in(file!(), Clock::Virtual, run);
        found.iter().map(|finding| finding.fact.kind()).collect()
    }

    async fn with_a_big_buffer() {
        let mut buffer = [0_u8; 64 * 1024];
        yield_now().await;
        buffer[0] += 1;
        black_box(&buffer);
    }

    async fn with_a_boxed_buffer() {
        let mut buffer = vec![0_u8; 64 * 1024];
        yield_now().await;
        buffer[0] += 1;
        black_box(&buffer);
    }

    async fn with_a_buffer_that_is_gone_before_it_waits() {
        {
            let buffer = [1_u8; 64 * 1024];
            black_box(&buffer);
        }
        yield_now().await;
    }

    #[test]
    fn what_is_alive_across_an_await_makes_a_future_big() {
        let big = kinds(|lab| {
            Box::pin(
                async move { lab.expect_size("the future", &with_a_big_buffer(), at_most(1_024)) },
            )
        });
        assert_eq!(big, ["future-too-big"]);
        let small = kinds(|lab| {
            Box::pin(async move {
                lab.expect_size("the future", &with_a_boxed_buffer(), at_most(1_024))?;
                let gone = with_a_buffer_that_is_gone_before_it_waits();
                lab.expect_size("the other", &gone, at_most(1_024))
            })
        });
        assert!(small.is_empty());
    }

    /// Other tests allocate meanwhile: so the numbers here are large.
    #[cfg(target_os = "linux")]
    const BIG: usize = 64 << 20;

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_kept_is_counted_and_what_was_given_back_is_not() {
        let kept = kinds(|lab| {
            Box::pin(async move {
                let before = lab.memory();
                let kept: Vec<String> = (0..64).map(|_| "x".repeat(BIG / 64)).collect();
                let each = lab.memory().since(&before) / kept.len();
                lab.expect_memory("each of them", each, at_most(BIG / 128))
            })
        });
        assert_eq!(kept, ["too-much-memory"]);
        let given_back = kinds(|lab| {
            Box::pin(async move {
                let before = lab.memory();
                drop(black_box("x".repeat(BIG)));
                let bytes = lab.memory().since(&before);
                lab.expect_memory("all of it", bytes, at_most(BIG / 2))
            })
        });
        assert!(given_back.is_empty());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn threads_are_counted_and_tasks_are_none() {
        let threads = kinds(|lab| {
            Box::pin(async move {
                let before = lab.memory();
                let (stop, stopped) = std::sync::mpsc::channel::<()>();
                let stopped = std::sync::Arc::new(std::sync::Mutex::new(stopped));
                for _ in 0..50 {
                    let stopped = std::sync::Arc::clone(&stopped);
                    std::thread::spawn(move || stopped.lock().unwrap().recv());
                }
                lab.expect_new_threads("fifty clients", &before, 25)?;
                drop(stop);
                Ok(())
            })
        });
        assert_eq!(threads, ["too-many-threads"]);
        let tasks = kinds(|lab| {
            Box::pin(async move {
                let before = lab.memory();
                for _ in 0..50 {
                    tokio::spawn(std::future::pending::<()>());
                }
                lab.expect_new_threads("fifty clients", &before, 25)
            })
        });
        assert!(tasks.is_empty());
    }

    #[test]
    fn an_unknown_number_of_threads_is_no_finding() {
        let known = Memory::now();
        let unknown = Memory {
            threads: None,
            ..known
        };
        assert_eq!(known.threads_since(&unknown), None);
        assert_eq!(unknown.threads_since(&known), None);
    }
}
