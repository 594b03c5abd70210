//! What most checks would otherwise compile for themselves.
//!
//! The compiler makes an instance of generic code where it is used, unless a crate below has made the same
//! one and both are compiled without optimising, as checks and probe are. To learn which `Debug` a `String`
//! has, it also reads every `impl Debug` of every crate, which takes it longer than to compile the comparison.

use crate::journal::Journal;
use crate::work::{Given, Work, boxed, into_place};
use crate::{Checked, Lab};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc as std_mpsc;
use std::thread;
use tokio::runtime::{LocalRuntime, Runtime};
use tokio::sync::mpsc;
use tokio::task::{JoinSet, LocalSet, spawn_blocking, spawn_local};

/// Makes them; nobody calls it.
#[doc(hidden)]
pub fn of_most_checks(lab: &mut Lab, journal: &Journal) -> Checked {
    let text = String::new;
    lab.expect_eq("", text(), text())?;
    lab.expect_eq("", text(), "")?;
    lab.expect_eq("", "", text())?;
    lab.expect_eq("", "", "")?;
    lab.expect_eq("", false, false)?;
    lab.expect_eq("", 0_i32, 0)?;
    lab.expect_eq("", 0_u8, 0)?;
    lab.expect_eq("", 0_u32, 0)?;
    lab.expect_eq("", 0_u64, 0)?;
    lab.expect_eq("", 0_usize, 0)?;
    lab.expect_eq("", (0_i32, 0_i32), (0, 0))?;
    lab.expect_eq("", (0_u64, 0_u64), (0, 0))?;
    lab.expect_eq("", None::<String>, None::<String>)?;
    lab.expect_eq("", None::<u8>, None::<u8>)?;
    lab.expect_eq("", None::<u64>, None::<u64>)?;
    lab.expect_eq("", None::<usize>, None::<usize>)?;
    lab.expect_eq("", Ok::<(), String>(()), Ok::<(), String>(()))?;
    lab.expect_eq("", Ok::<u32, String>(0), Ok::<u32, String>(0))?;
    lab.expect_eq("", Ok::<u64, String>(0), Ok::<u64, String>(0))?;
    lab.expect_eq("", Ok::<usize, String>(0), Ok::<usize, String>(0))?;
    lab.expect_eq(
        "",
        Ok::<String, String>(text()),
        Ok::<String, String>(text()),
    )?;
    lab.expect_eq("", Vec::<u32>::new(), Vec::<u32>::new())?;
    lab.expect_eq("", Vec::<u64>::new(), Vec::<u64>::new())?;
    lab.expect_eq("", Vec::<String>::new(), Vec::<String>::new())?;
    lab.expect_lines("", &[text()], &[text()])?;
    lab.expect_lines("", &[text()], &[""])?;
    lab.expect_lines("", &[""], &[text()])?;
    lab.expect_lines("", &[""], &[""])?;
    journal.note(text());
    journal.note("");
    let random = lab.random();
    let _numbers = (
        random.u8(..),
        random.u16(..),
        random.u64(..),
        random.usize(..1),
    );
    let _within = (random.i32(0..1), random.u32(0..1), random.u64(0..1));
    let _sizes = (random.usize(0..1), random.usize(0..=1));
    lab.pick(&[0_u64]);
    lab.pick(&[0_usize]);
    lab.pick(&[""]);
    drop((lab.hook(), lab.journal(), lab.gauge(), lab.drops()));
    drop((
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
    ));
    drop(Vec::<&str>::new());
    texts(vec![vec![text()]]);
    Ok(())
}

/// What checks do with texts before they compare them.
fn texts(pages: Vec<Vec<String>>) -> (Vec<String>, Vec<&'static str>, String) {
    let mut texts = pages.concat();
    let mut words = vec![""];
    texts.sort_unstable();
    words.sort_unstable();
    let line = texts.join("") + &words.join("").replace(" ", "");
    (texts, words, line)
}

/// A future as a check gives it to what the learner's code spawns, where that does not ask for its type.
type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What the learner's code does with tasks of no type of its own. Boxed, so that it is compiled here.
#[doc(hidden)]
pub fn of_tasks(nothing: Boxed<()>, text: Boxed<String>) -> Boxed<()> {
    Box::pin(async {
        let mut tasks = JoinSet::new();
        tasks.spawn(nothing);
        while let Some(Ok(())) = tasks.join_next().await {}
        tasks.abort_all();
        tasks.join_all().await;
        if let Ok(text) = tokio::spawn(text).await {
            let (say, mut hear) = mpsc::channel(1);
            say.send(text).await.ok();
            drop((say, hear.recv().await));
        }
    })
}

/// What runtimes and threads do with boxed work.
#[doc(hidden)]
pub fn of_runtimes<'a>(runtime: &'a Runtime, local: &LocalRuntime, work: fn() -> Work<'a>) {
    let set = LocalSet::new();
    let mut place = None;
    runtime.block_on(into_place(&mut place, work()));
    local.block_on(into_place(&mut place, work()));
    set.block_on(runtime, into_place(&mut place, work()));
    runtime.block_on(work());
    local.block_on(work());
    set.block_on(runtime, work());
    // A trait object, or it would only be compiled where it is awaited.
    let run_until: Pin<Box<dyn Future<Output = Given>>> = Box::pin(set.run_until(work()));
    drop(run_until);
    spawn_local(boxed(async {})).abort();
    spawn_blocking(String::new as fn() -> String).abort();
    let call = || -> Box<dyn FnOnce() + Send> { Box::new(|| {}) };
    thread::scope(|scope| scope.spawn(call()).join()).ok();
    let (say, said) = std_mpsc::channel::<String>();
    let _sent = say.clone().send(String::new());
    let _received = said.recv();
}
