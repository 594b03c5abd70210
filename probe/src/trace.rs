//! What a future waits for and at which of the learner's lines, read from a task dump of tokio.
//!
//! Tokio can poll a future so that each of its own futures below, instead of going on, notes the
//! stack that leads to it. In such a stack, innermost first: frames of tokio, which tell what is
//! awaited; then the frame of the learner's `.await`. It works on Linux, on x86-64 and aarch64;
//! elsewhere nothing is known. What is not tokio's (a future written by hand, `futures::channel`,
//! `JoinSet::join_next`) notes nothing, and is really polled.

use std::path::Path;
pub(crate) use system::{of_future, of_spawned, rooted, seen_in};

/// Whether `file`, out of a stack, is the learner's: the compiler was told `source`, and in a stack it
/// stands behind the folder of the compiler.
pub(crate) fn is_learners_file(file: &Path, source: &str) -> bool {
    file.ends_with(source.trim_start_matches("./"))
}

/// One thing that a future was seen to wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The learner's lines that lead there, from the outermost in.
    pub(crate) lines: Vec<u32>,
    /// What it is: "a Mutex".
    pub(crate) on: Option<&'static str>,
}

#[cfg(tokio_taskdump)]
mod system {
    use super::{Seen, is_learners_file};
    use report::{Place, Wait};
    use std::collections::BTreeMap;
    use std::future::{Future, poll_fn};
    use std::pin::Pin;
    use std::task::Poll;
    use tokio::runtime::Handle;
    use tokio::runtime::dump::{Backtrace, BacktraceSymbol, Trace};

    /// Beginnings of paths in tokio, and what somebody who is inside there waits for.
    const AWAITED: [(&str, &str); 17] = [
        ("tokio::sync::mutex", "a Mutex"),
        ("tokio::sync::rwlock", "an RwLock"),
        ("tokio::sync::semaphore", "a permit of a Semaphore"),
        ("tokio::sync::mpsc", MESSAGE),
        ("tokio::sync::oneshot", "the answer of a oneshot channel"),
        (
            "tokio::sync::broadcast",
            "a message from a broadcast channel",
        ),
        ("tokio::sync::watch", "a change in a watch channel"),
        ("tokio::sync::notify", "a Notify"),
        ("tokio::sync::barrier", "the others at a Barrier"),
        ("tokio::sync::once_cell", "a OnceCell"),
        ("tokio::runtime::task::join", "a spawned task to end"),
        ("tokio::time::sleep", Wait::TIMER),
        ("tokio::time::interval", Wait::TIMER),
        ("tokio::io::util::mem", "the other end of a stream"),
        ("tokio::runtime::io", "the other end of a connection"),
        ("tokio::task::yield_now", Wait::NEXT_TURN),
        ("tokio_util::sync::cancellation_token", "a cancellation"),
    ];

    const MESSAGE: &str = "a message from a channel";

    /// Both ends of a channel are in one file; the sender's wait is one for a semaphore.
    const ROOM: (&str, &str) = ("tokio::sync::batch_semaphore", "room in a channel");

    /// Polls `future` once more and says what it waits for, with the lines of the file `source`.
    pub(crate) async fn of_future<F>(source: &str, mut future: Pin<&mut F>) -> Vec<Wait>
    where
        F: Future + ?Sized,
    {
        let trace = Trace::root(poll_fn(|context| {
            let (_, trace) = Trace::capture(|| future.as_mut().poll(context));
            Poll::Ready(trace)
        }))
        .await;
        waits(source, &trace)
    }

    /// What the spawned tasks of this runtime wait for, by their numbers.
    pub(crate) async fn of_spawned(source: &str) -> BTreeMap<u64, Vec<Wait>> {
        let dump = Handle::current().dump().await;
        let tasks = dump.tasks().iter();
        tasks
            .map(|task| (crate::tasks::number(task.id()), waits(source, task.trace())))
            .collect()
    }

    /// Stacks that are noted below it end here.
    pub(crate) fn rooted<F: Future>(future: F) -> impl Future<Output = F::Output> {
        Trace::root(future)
    }

    /// What the future waits for that `poll` polls, as far as lines of the file `source` lead there.
    pub(crate) fn seen_in(source: &str, poll: &mut dyn FnMut()) -> Vec<Seen> {
        let ((), trace) = Trace::capture(poll);
        let mut all = seen(source, &trace);
        all.retain(|seen| !seen.lines.is_empty());
        all
    }

    /// What is awaited in `trace`, each wait once, with the lines of the file `source`.
    pub(super) fn waits(source: &str, trace: &Trace) -> Vec<Wait> {
        let mut waits = Vec::new();
        for Seen { lines, on } in seen(source, trace) {
            let wait = Wait {
                place: lines.last().map(|line| Place {
                    file: source.to_owned(),
                    line: *line,
                }),
                on: on.unwrap_or("something").to_owned(),
            };
            if !waits.contains(&wait) {
                waits.push(wait);
            }
        }
        // The branches of a `join!` take turns at being the first.
        waits.sort_by_key(|wait| (wait.place.as_ref().map(|place| place.line), wait.on.clone()));
        waits
    }

    fn seen(source: &str, trace: &Trace) -> Vec<Seen> {
        let backtraces = trace.resolve_backtraces();
        backtraces
            .iter()
            .filter_map(|backtrace| seen_at(source, backtrace))
            .collect()
    }

    fn seen_at(source: &str, backtrace: &Backtrace) -> Option<Seen> {
        let symbols: Vec<&BacktraceSymbol> = backtrace
            .frames()
            .flat_map(|frame| frame.symbols())
            .collect();
        let is_learners = |symbol: &&BacktraceSymbol| {
            symbol
                .filename()
                .is_some_and(|file| is_learners_file(file, source))
        };
        let innermost = symbols.iter().position(is_learners);
        let (below, above) = symbols.split_at(innermost.unwrap_or(symbols.len()));
        let below: Vec<String> = below.iter().filter_map(|symbol| module(symbol)).collect();
        let mut lines: Vec<u32> = above
            .iter()
            .filter(|symbol| is_learners(symbol))
            .filter_map(|symbol| symbol.lineno())
            .collect();
        lines.reverse();
        lines.dedup();
        let on = awaited(&below);
        (on.is_some() || !lines.is_empty()).then_some(Seen { lines, on })
    }

    /// What is awaited in these parts of tokio, the innermost first. The outermost is what the
    /// learner wrote: a Mutex, and not the semaphore in it.
    fn awaited(below: &[String]) -> Option<&'static str> {
        let known = |module: &String| {
            let mut all = AWAITED.iter();
            all.find(|(start, _)| module.starts_with(start))
                .map(|(_, on)| *on)
        };
        let on = below.iter().rev().find_map(known)?;
        let sends = on == MESSAGE && below.iter().any(|module| module.starts_with(ROOM.0));
        Some(if sends { ROOM.1 } else { on })
    }

    /// `tokio::sync::mutex…`: from the function's name, or where the compiler wrote its short
    /// name only, from its file's, `…/tokio-1.54.1/src/sync/mutex.rs`.
    fn module(symbol: &BacktraceSymbol) -> Option<String> {
        let name = symbol.name_demangled().unwrap_or_default();
        let name = name.trim_start_matches(['<', '&']);
        if name.starts_with("tokio") {
            return Some(name.to_owned());
        }
        let file = symbol.filename()?.to_str()?;
        let (_, file) = file.rsplit_once("/tokio-")?;
        let (crate_and_version, path) = file.split_once("/src/")?;
        let name = if crate_and_version.starts_with("util-") {
            "tokio_util"
        } else {
            "tokio"
        };
        Some(format!("{name}::{}", path.replace('/', "::")))
    }
}

#[cfg(not(tokio_taskdump))]
mod system {
    use super::Seen;
    use report::Wait;
    use std::collections::BTreeMap;
    use std::future::Future;
    use std::pin::Pin;

    pub(crate) async fn of_future<F>(_source: &str, _future: Pin<&mut F>) -> Vec<Wait>
    where
        F: Future + ?Sized,
    {
        Vec::new()
    }

    pub(crate) async fn of_spawned(_source: &str) -> BTreeMap<u64, Vec<Wait>> {
        BTreeMap::new()
    }

    pub(crate) fn rooted<F: Future>(future: F) -> impl Future<Output = F::Output> {
        future
    }

    pub(crate) fn seen_in(_source: &str, _poll: &mut dyn FnMut()) -> Vec<Seen> {
        Vec::new()
    }
}

#[cfg(all(test, tokio_taskdump))]
mod tests {
    use super::{rooted, seen_in};
    use std::future::{Future, poll_fn};
    use std::pin::pin;
    use std::task::Poll;
    use std::time::Duration;
    use tokio::sync::Mutex;
    use tokio::time::sleep;

    #[tokio::test]
    async fn every_wait_of_a_join_is_seen_with_its_kind_and_line() {
        let lock = Mutex::new(());
        let _held = lock.lock().await;
        let mut both = pin!(async {
            tokio::join!(sleep(Duration::from_secs(9)), async {
                drop(lock.lock().await);
            })
        });
        let seen = rooted(poll_fn(|context| {
            assert!(both.as_mut().poll(context).is_pending());
            Poll::Ready(seen_in(file!(), &mut || {
                let _pending = both.as_mut().poll(context);
            }))
        }))
        .await;
        // A join polls its futures in turns.
        let kinds: Vec<_> = seen.iter().filter_map(|seen| seen.on).collect();
        assert_eq!(kinds, ["a Mutex", "a timer"]);
        assert!(seen.iter().all(|seen| !seen.lines.is_empty()));
    }
}
