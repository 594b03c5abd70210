//! Where a future waits, and for what: the frames of one poll, read by tokio's task dump.
//!
//! It sees only what waits inside tokio, directly or through a collaborator of the check: a
//! future that was written by hand leaves no frame. Where tokio has no task dump (it needs
//! Linux on x86-64 or aarch64), it sees nothing. The poll that is traced makes no progress:
//! whatever of tokio it reaches returns `Pending`, so trace only what is dropped afterwards.

use report::Place;

pub(crate) use system::of_future;

/// One wait: an await that has not returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wait {
    /// The innermost line of the learner's file on the way to it.
    pub(crate) place: Option<Place>,
    /// For what, fit to follow "waits for": "a Mutex".
    pub(crate) on: String,
}

#[cfg(tokio_taskdump)]
mod system {
    use super::Wait;
    use report::Place;
    use std::future::{Future, poll_fn};
    use std::path::Path;
    use std::pin::Pin;
    use std::task::Poll;
    use tokio::runtime::dump::{Backtrace, BacktraceSymbol, Trace};

    /// Beginnings of paths in tokio, and what somebody who is inside there waits for.
    const WAITS: [(&str, &str); 16] = [
        ("tokio::sync::mutex", "a Mutex"),
        ("tokio::sync::rwlock", "an RwLock"),
        ("tokio::sync::semaphore", "a Semaphore"),
        ("tokio::sync::mpsc", "a channel"),
        ("tokio::sync::oneshot", "a oneshot channel"),
        ("tokio::sync::broadcast", "a broadcast channel"),
        ("tokio::sync::watch", "a watch channel"),
        ("tokio::sync::notify", "a Notify"),
        ("tokio::sync::barrier", "a Barrier"),
        ("tokio::sync::once_cell", "a OnceCell"),
        ("tokio::runtime::task::join", "a task to end"),
        ("tokio::task::yield_now", "its next turn"),
        ("tokio::time::sleep", "a timer"),
        ("tokio::time::interval", "a timer"),
        ("tokio::io::util::mem", "a pipe"),
        ("tokio::runtime::io", "a socket"),
    ];

    /// Polls `future` once more and says where in `source` it waits: one entry for each wait (a
    /// `join!` has several), in the order in which they were polled.
    pub(crate) async fn of_future<F>(source: &str, mut future: Pin<&mut F>) -> Vec<Wait>
    where
        F: Future + ?Sized,
    {
        // Below the root are the frames that are worth reading.
        let trace = Trace::root(poll_fn(|context| {
            let (_pending, trace) = Trace::capture(|| future.as_mut().poll(context).is_pending());
            Poll::Ready(trace)
        }))
        .await;
        trace
            .resolve_backtraces()
            .iter()
            .filter_map(|backtrace| wait(source, backtrace))
            .collect()
    }

    fn wait(source: &str, backtrace: &Backtrace) -> Option<Wait> {
        let (mut place, mut on) = (None, None);
        for symbol in backtrace.frames().flat_map(|frame| frame.symbols()) {
            // The compiler was told a path that may be relative; here it is whole.
            if symbol.filename().is_some_and(|file| file.ends_with(source)) {
                place = symbol.lineno().map(|line| Place {
                    file: source.to_owned(),
                    line,
                });
                break;
            }
            // The outermost counts: a Mutex, not the semaphore in it.
            on = named(symbol).or(on);
        }
        (place.is_some() || on.is_some()).then(|| Wait {
            place,
            on: on.unwrap_or("something").to_owned(),
        })
    }

    fn named(symbol: &BacktraceSymbol) -> Option<&'static str> {
        let function = symbol.name_demangled().unwrap_or_default();
        let function = function.trim_start_matches(['<', '&']);
        // What was inlined has a short name, and then its file tells where it is from.
        let file = symbol.filename().and_then(module).unwrap_or_default();
        WAITS
            .iter()
            .find(|(start, _)| function.starts_with(start) || file.starts_with(start))
            .map(|(_, on)| *on)
    }

    /// `…/tokio-1.54.1/src/sync/mutex.rs` as `tokio::sync::mutex.rs`.
    fn module(file: &Path) -> Option<String> {
        let (_, within) = file.to_str()?.split_once("/tokio-")?;
        let (version, path) = within.split_once("/src/")?;
        let is_tokio = version.starts_with(|first: char| first.is_ascii_digit());
        is_tokio.then(|| format!("tokio::{}", path.replace('/', "::")))
    }
}

#[cfg(not(tokio_taskdump))]
mod system {
    use super::Wait;
    use std::future::Future;
    use std::pin::Pin;

    /// There is no task dump here.
    pub(crate) async fn of_future<F>(_source: &str, _future: Pin<&mut F>) -> Vec<Wait>
    where
        F: Future + ?Sized,
    {
        Vec::new()
    }
}

#[cfg(all(test, tokio_taskdump))]
mod tests {
    use super::of_future;
    use crate::ms;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};
    use tokio::sync::{Mutex, Notify, mpsc, oneshot};
    use tokio::time::sleep;

    /// What `future` waits for once it was polled.
    async fn waits_of(future: impl Future) -> Vec<(String, u32)> {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        assert!(future.as_mut().poll(&mut context).is_pending());
        let waits = of_future(file!(), future).await;
        let line = |wait: &super::Wait| wait.place.as_ref().map_or(0, |place| place.line);
        let named = waits.into_iter().map(|wait| (wait.on.clone(), line(&wait)));
        named.collect()
    }

    #[tokio::test]
    async fn each_wait_is_told_by_its_line_and_its_kind() {
        let lock = Mutex::new(());
        let _held = lock.lock().await;
        let (_sender, mut receiver) = mpsc::channel::<()>(1);
        let (_once, mut once) = oneshot::channel::<()>();
        let line = line!();
        let found = [
            waits_of(async { sleep(ms(5)).await }).await,
            waits_of(async { drop(lock.lock().await) }).await,
            waits_of(async { receiver.recv().await }).await,
            waits_of(async { drop((&mut once).await) }).await,
            waits_of(async { Notify::new().notified().await }).await,
        ];
        let expected = [
            ("a timer", line + 2),
            ("a Mutex", line + 3),
            ("a channel", line + 4),
            ("a oneshot channel", line + 5),
            ("a Notify", line + 6),
        ];
        assert_eq!(
            found,
            expected.map(|(on, line)| vec![(on.to_owned(), line)])
        );
    }

    #[tokio::test]
    async fn waits_that_overlap_are_told_apart() {
        let line = line!();
        let both = async {
            tokio::join!(async { sleep(ms(1)).await }, async {
                Notify::new().notified().await
            })
        };
        let expected = [
            ("a timer".to_owned(), line + 2),
            ("a Notify".to_owned(), line + 3),
        ];
        let mut found = waits_of(both).await;
        // A `join!` begins with another one at each poll.
        found.sort_by_key(|(_, line)| *line);
        assert_eq!(found, expected);
    }

    #[tokio::test]
    async fn a_future_made_by_hand_leaves_no_trace() {
        assert!(waits_of(std::future::pending::<()>()).await.is_empty());
    }
}
