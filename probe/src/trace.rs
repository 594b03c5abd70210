//! What a future waits for and at which of the learner's lines, read from a task dump of tokio.
//!
//! Tokio can poll a future so that each of its own futures below, instead of going on, notes the
//! stack that leads to it. In such a stack, innermost first: frames of tokio, which tell what is
//! awaited; then the frame of the learner's `.await`. It works on Linux, on x86-64 and aarch64;
//! elsewhere nothing is known. What is not tokio's (a future written by hand, `futures::channel`,
//! `JoinSet::join_next`) notes nothing, and is really polled.

pub(crate) use system::{of_future, of_spawned};

#[cfg(tokio_taskdump)]
mod system {
    use report::{Place, Wait};
    use std::collections::BTreeMap;
    use std::future::{Future, poll_fn};
    use std::path::Path;
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
        ("tokio::task::yield_now", "its next turn"),
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

    /// What is awaited in `trace`, each wait once, with the lines of the file `source`.
    pub(super) fn waits(source: &str, trace: &Trace) -> Vec<Wait> {
        let mut waits = Vec::new();
        for backtrace in trace.resolve_backtraces() {
            if let Some(wait) = wait(source, &backtrace)
                && !waits.contains(&wait)
            {
                waits.push(wait);
            }
        }
        // The branches of a `join!` take turns at being the first.
        waits.sort_by_key(|wait| (wait.place.as_ref().map(|place| place.line), wait.on.clone()));
        waits
    }

    fn wait(source: &str, backtrace: &Backtrace) -> Option<Wait> {
        let symbols: Vec<&BacktraceSymbol> = backtrace
            .frames()
            .flat_map(|frame| frame.symbols())
            .collect();
        let learners = symbols
            .iter()
            .position(|symbol| symbol.filename().is_some_and(|file| is(file, source)));
        let below = &symbols[..learners.unwrap_or(symbols.len())];
        let below: Vec<String> = below.iter().filter_map(|symbol| module(symbol)).collect();
        let place = learners
            .and_then(|at| symbols[at].lineno())
            .map(|line| Place {
                file: source.to_owned(),
                line,
            });
        let on = awaited(&below);
        (on.is_some() || place.is_some()).then(|| Wait {
            place,
            on: on.unwrap_or("something").to_owned(),
        })
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

    /// The compiler was told `source`; in a stack it stands behind the folder of the compiler.
    fn is(file: &Path, source: &str) -> bool {
        file.ends_with(source.trim_start_matches("./"))
    }
}

#[cfg(not(tokio_taskdump))]
mod system {
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
}
