//! Where a future waits, and for what: tokio's task dumps, read for the learner's own lines.
//!
//! A future that is polled in capture mode does nothing; each leaf of tokio's that it reaches (a
//! sleep, a lock, a channel) leaves a backtrace. It works where tokio has task dumps: Linux on
//! x86-64 and aarch64, with the cfgs that the kit is compiled with; elsewhere it sees nothing. Not
//! seen are waits below a combinator that polls only what was woken, such as `FuturesUnordered`,
//! and futures written by hand.

/// One thing that a future waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wait {
    /// The learner's lines that lead there, from the outermost in; never empty.
    pub(crate) lines: Vec<u32>,
    /// What it is: "a sleep", "a Mutex".
    pub(crate) on: String,
}

#[cfg(tokio_taskdump)]
mod dump {
    use super::{Wait, kind};
    use tokio::runtime::dump::{Backtrace, BacktraceSymbol, Trace};

    /// What `poll` waits for; call it inside [`rooted`].
    pub(crate) fn waits(source: &str, poll: impl FnOnce()) -> Vec<Wait> {
        let ((), trace) = Trace::capture(poll);
        waits_of(source, &trace)
    }

    /// What a captured task waits for.
    pub(crate) fn waits_of(source: &str, trace: &Trace) -> Vec<Wait> {
        let backtraces = trace.resolve_backtraces();
        backtraces
            .iter()
            .filter_map(|backtrace| wait(source, backtrace))
            .collect()
    }

    /// Backtraces of captures below it end here.
    pub(crate) fn rooted<F: Future>(future: F) -> impl Future<Output = F::Output> {
        Trace::root(future)
    }

    fn wait(source: &str, backtrace: &Backtrace) -> Option<Wait> {
        let is_learners =
            |symbol: &BacktraceSymbol| symbol.filename().is_some_and(|file| file.ends_with(source));
        let symbols: Vec<_> = backtrace
            .frames()
            .flat_map(|frame| frame.symbols().cloned().collect::<Vec<_>>())
            .collect();
        let innermost = symbols.iter().position(is_learners)?;
        let mut lines: Vec<u32> = symbols[innermost..]
            .iter()
            .filter(|symbol| is_learners(symbol))
            .filter_map(BacktraceSymbol::lineno)
            .collect();
        lines.reverse();
        lines.dedup();
        let modules: Vec<String> = symbols[..innermost].iter().map(module).collect();
        Some(Wait {
            lines,
            on: kind(&modules).to_owned(),
        })
    }

    /// Where a function is from. A name says it with its path, or debug information with its file;
    /// which of them is there depends on the crate that it was compiled in.
    fn module(symbol: &BacktraceSymbol) -> String {
        let name = symbol.name_demangled().unwrap_or_default();
        let file = symbol.filename().map(|file| file.to_string_lossy());
        let file = file.unwrap_or_default().replace('/', "::");
        format!("{name} {file}")
    }
}

#[cfg(not(tokio_taskdump))]
mod dump {
    use super::Wait;

    pub(crate) fn waits(_source: &str, poll: impl FnOnce()) -> Vec<Wait> {
        drop(poll);
        Vec::new()
    }

    pub(crate) fn rooted<F: Future>(future: F) -> impl Future<Output = F::Output> {
        future
    }
}

pub(crate) use dump::{rooted, waits};

/// What tokio's functions between a leaf and the learner's line say of the leaf.
#[cfg_attr(not(tokio_taskdump), allow(dead_code))]
fn kind(modules: &[String]) -> &'static str {
    const KINDS: [(&str, &str); 15] = [
        ("time::interval", "an interval"),
        ("time::sleep", "a sleep"),
        ("sync::mutex", "a Mutex"),
        ("sync::rwlock", "an RwLock"),
        ("sync::mpsc", "a message"),
        ("sync::oneshot", "a oneshot reply"),
        ("sync::broadcast", "a broadcast"),
        ("sync::watch", "a watch channel"),
        ("sync::notify", "a Notify"),
        ("sync::barrier", "a Barrier"),
        ("sync::once_cell", "a OnceCell"),
        ("sync::semaphore", "a Semaphore"),
        ("task::join", "a task to end"),
        ("task::yield_now", "its next turn"),
        ("io::util", "input or output"),
    ];
    let has = |part: &str| modules.iter().any(|module| module.contains(part));
    if has("sync::mpsc") && has("batch_semaphore") {
        return "room in a channel";
    }
    // The function next to the learner's line knows best: a Mutex is made from a semaphore.
    modules
        .iter()
        .rev()
        .find_map(|module| KINDS.iter().find(|(part, _)| module.contains(part)))
        .map_or("something", |(_, kind)| kind)
}

#[cfg(all(test, tokio_taskdump))]
mod tests {
    use super::{Wait, rooted, waits};
    use std::future::{Future, poll_fn};
    use std::pin::pin;
    use std::task::Poll;
    use std::time::Duration;
    use tokio::sync::Mutex;
    use tokio::time::sleep;

    async fn waits_now(future: impl Future) -> Vec<Wait> {
        let mut future = pin!(future);
        rooted(poll_fn(|context| {
            assert!(future.as_mut().poll(context).is_pending());
            let seen = waits(file!(), || {
                let _pending = future.as_mut().poll(context);
            });
            Poll::Ready(seen)
        }))
        .await
    }

    #[tokio::test]
    async fn every_wait_of_a_join_is_seen_with_its_kind_and_line() {
        let lock = Mutex::new(());
        let _held = lock.lock().await;
        let seen = waits_now(async {
            tokio::join!(sleep(Duration::from_secs(9)), async {
                drop(lock.lock().await);
            })
        })
        .await;
        let kinds: Vec<&str> = seen.iter().map(|wait| wait.on.as_str()).collect();
        // A join polls its futures in turns.
        assert_eq!(kinds, ["a Mutex", "a sleep"]);
        assert!(seen.iter().all(|wait| !wait.lines.is_empty()));
    }
}
