//! The timeline: what had a life of its own during a check, from when to when.
//!
//! Rows come by themselves: the learner's spawned tasks from tokio's hooks, the calls that
//! [`crate::Lab::run`] measures, and the waits inside a call, which are captured each time the call
//! gives way (see [`crate::trace`] for what that cannot see). A check adds rows of its own
//! collaborators with [`crate::Lab::request`]. Recording is off unless the judge asks for it: captures
//! poll the call once more, and cost time.

use crate::trace::{Seen, seen_in};
use report::{End, Place, Row, RowKind, Timeline};
use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use tokio::time::Instant;

/// More rows tell nobody anything.
const MOST_ROWS: usize = 400;

/// At one moment of the clock the waits are looked at no more often than this.
const MOST_LOOKS: u32 = 16;

/// Writes down what happens in one check; clones write the same.
#[derive(Clone, Default)]
pub(crate) struct Recorder {
    /// None when nobody wants a timeline.
    recording: Option<Arc<Mutex<Recording>>>,
    source: Arc<str>,
}

#[derive(Default)]
struct Recording {
    began: Option<Instant>,
    rows: Vec<Row>,
    tasks: HashMap<u64, usize>,
    /// The task whose poll was the last thing that happened.
    just_polled: Option<u64>,
    is_over: bool,
    length_us: u64,
}

/// The waits of one life that are open.
#[derive(Default)]
struct Waits {
    open: Vec<(Seen, usize)>,
    looked_at: Option<(u64, u32)>,
    is_settled: bool,
}

impl Recorder {
    /// For a check of the learner's file `source`.
    pub(crate) fn new(source: &str, wanted: bool) -> Self {
        Self {
            recording: wanted.then(Arc::default),
            source: source.into(),
        }
    }

    /// The check begins now.
    pub(crate) fn begin(&self) {
        if let Some(mut recording) = self.recording() {
            recording.began = Some(Instant::now());
        }
    }

    /// A row begins; returns its number.
    fn open(&self, kind: RowKind, name: Option<String>) -> Option<usize> {
        self.recording()?.open(kind, name, Vec::new(), None)
    }

    fn polled(&self, row: Option<usize>) {
        if let (Some(mut recording), Some(row)) = (self.recording(), row) {
            recording.poll(row);
        }
    }

    fn close(&self, row: Option<usize>, end: End) {
        if let (Some(mut recording), Some(row)) = (self.recording(), row) {
            recording.close(row, end);
        }
    }

    pub(crate) fn task_spawned(&self, id: u64, at: &Place) {
        let is_learners = at.file == *self.source;
        if let Some(mut recording) = self.recording().filter(|_| is_learners)
            && let Some(row) = recording.open(RowKind::Task, None, vec![at.line], None)
        {
            recording.tasks.insert(id, row);
        }
    }

    pub(crate) fn task_polled(&self, id: u64) {
        if let Some(mut recording) = self.recording() {
            if let Some(row) = recording.tasks.get(&id).copied() {
                recording.poll(row);
            }
            recording.just_polled = Some(id);
        }
    }

    /// A task that ends right after it was polled ended by itself.
    pub(crate) fn task_ended(&self, id: u64) {
        if let Some(mut recording) = self.recording() {
            let end = match recording.just_polled.take() {
                Some(polled) if polled == id => End::Done,
                _ => End::Cancelled,
            };
            if let Some(row) = recording.tasks.remove(&id) {
                recording.close(row, end);
            }
        }
    }

    /// The call gave way: notes what it waits for now. `poll` polls it once more, to no effect.
    fn look(&self, known: &mut Waits, poll: &mut dyn FnMut()) {
        let Some(now) = self.recording().and_then(|recording| recording.now()) else {
            return;
        };
        let looks = match known.looked_at {
            Some((then, looks)) if then == now => looks,
            _ => {
                known.is_settled = false;
                0
            }
        };
        // To look wakes the call, so to look each time would never end.
        if known.is_settled || looks == MOST_LOOKS {
            return;
        }
        known.looked_at = Some((now, looks + 1));
        let seen = seen_in(&self.source, poll);
        if let Some(mut recording) = self.recording() {
            known.is_settled = !recording.compare(known, seen);
        }
    }

    /// The call is over, and so is whatever it waited for.
    fn close_waits(&self, known: &mut Waits, end: End) {
        if let Some(mut recording) = self.recording() {
            for (_, row) in known.open.drain(..) {
                recording.close(row, end);
            }
        }
    }

    /// The check is over; what is torn down from here on is no part of it.
    pub(crate) fn pause(&self) {
        if let Some(mut recording) = self.recording() {
            recording.length_us = recording.now().unwrap_or_default();
            recording.is_over = true;
        }
    }

    /// All of it.
    pub(crate) fn finish(&self, check: &str) -> Option<Timeline> {
        self.pause();
        let recording = self.recording.as_ref()?;
        let mut recording = recording.lock().unwrap_or_else(PoisonError::into_inner);
        let length_us = recording.length_us();
        let mut rows = std::mem::take(&mut recording.rows);
        for row in rows.iter_mut().filter(|row| row.end == End::Alive) {
            row.to_us = length_us;
        }
        Some(Timeline {
            check: check.to_owned(),
            length_us,
            rows,
        })
    }

    fn recording(&self) -> Option<MutexGuard<'_, Recording>> {
        let recording = self.recording.as_ref()?;
        let recording = recording.lock().unwrap_or_else(PoisonError::into_inner);
        (!recording.is_over).then_some(recording)
    }
}

impl Recording {
    fn now(&self) -> Option<u64> {
        let elapsed = self.began?.elapsed();
        u64::try_from(elapsed.as_micros()).ok()
    }

    fn open(
        &mut self,
        kind: RowKind,
        name: Option<String>,
        lines: Vec<u32>,
        on: Option<String>,
    ) -> Option<usize> {
        let now = self.now()?;
        if self.rows.len() == MOST_ROWS {
            return None;
        }
        self.rows.push(Row {
            kind,
            name,
            lines,
            on,
            from_us: now,
            to_us: now,
            polls_us: Vec::new(),
            end: End::Alive,
        });
        Some(self.rows.len() - 1)
    }

    /// Where everybody waits for ever, the day that the clock then jumps is no part of the picture.
    fn length_us(&self) -> u64 {
        const HALF_A_DAY: u64 = 12 * 60 * 60 * 1_000_000;
        if self.length_us < HALF_A_DAY {
            return self.length_us;
        }
        let moments = self.rows.iter().map(|row| {
            let last_poll = row.polls_us.last().copied().unwrap_or_default();
            row.from_us.max(last_poll)
        });
        let last = moments.filter(|at| *at < HALF_A_DAY).max().unwrap_or(0);
        last + last / 4 + 1_000
    }

    fn poll(&mut self, row: usize) {
        let now = self.now().unwrap_or_default();
        let polls = &mut self.rows[row].polls_us;
        if polls.last() != Some(&now) {
            polls.push(now);
        }
    }

    fn close(&mut self, row: usize, end: End) {
        let now = self.now().unwrap_or_default();
        let row = &mut self.rows[row];
        row.to_us = now;
        row.end = end;
    }

    /// Closes the rows of waits that are over, opens those of new ones; whether there were any.
    fn compare(&mut self, known: &mut Waits, mut seen: Vec<Seen>) -> bool {
        let mut still_open = Vec::new();
        let mut has_changed = false;
        for (wait, row) in known.open.drain(..) {
            match seen.iter().position(|other| *other == wait) {
                Some(at) => {
                    seen.remove(at);
                    still_open.push((wait, row));
                }
                None => {
                    self.close(row, End::Done);
                    has_changed = true;
                }
            }
        }
        for wait in seen {
            has_changed = true;
            let row = self.open(
                RowKind::Wait,
                None,
                wait.lines.clone(),
                wait.on.map(str::to_owned),
            );
            still_open.extend(row.map(|row| (wait, row)));
        }
        known.open = still_open;
        has_changed
    }
}

/// The row of a future that the check polls, with the waits inside it. Dropping it before the end
/// means that the future was cancelled.
pub(crate) struct Life {
    recorder: Recorder,
    row: Option<usize>,
    waits: Waits,
}

impl Life {
    /// It begins now.
    pub(crate) fn begin(recorder: &Recorder, kind: RowKind, name: Option<&str>) -> Self {
        Self {
            recorder: recorder.clone(),
            row: recorder.open(kind, name.map(str::to_owned)),
            waits: Waits::default(),
        }
    }

    /// Polls the future whose life it is; where it gives way, notes what it waits for.
    pub(crate) fn poll(
        &mut self,
        mut future: Pin<&mut (dyn Future<Output = ()> + '_)>,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        let poll = future.as_mut().poll(context);
        self.recorder.polled(self.row);
        if poll.is_pending() {
            self.recorder.look(&mut self.waits, &mut || {
                let _only_looked_at = future.as_mut().poll(context);
            });
        }
        poll
    }

    /// It came to its end.
    pub(crate) fn done(mut self) {
        self.end(End::Done);
    }

    fn end(&mut self, end: End) {
        self.recorder.close_waits(&mut self.waits, end);
        self.recorder.close(self.row.take(), end);
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.end(End::Cancelled);
    }
}

/// `future` with a row of its own, under this name.
pub(crate) async fn followed<F: Future>(recorder: Recorder, name: String, future: F) -> F::Output {
    let mut output = None;
    let mut life = Life::begin(&recorder, RowKind::Task, Some(&name));
    {
        let mut future = pin!(async { output = Some(future.await) });
        poll_fn(|context| life.poll(future.as_mut(), context)).await;
    }
    life.done();
    match output {
        Some(output) => output,
        None => unreachable!("it has come to its end"),
    }
}

/// A row of the check's own, until dropped.
#[must_use = "dropping it ends the row"]
pub struct Request {
    recorder: Recorder,
    row: Option<usize>,
    is_done: bool,
}

impl Request {
    pub(crate) fn begin(recorder: &Recorder, name: &str) -> Self {
        Self {
            recorder: recorder.clone(),
            row: recorder.open(RowKind::Request, Some(name.to_owned())),
            is_done: false,
        }
    }

    /// It was answered. Without this, dropping it means that it was cancelled.
    pub fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let end = if self.is_done {
            End::Done
        } else {
            End::Cancelled
        };
        self.recorder.close(self.row, end);
    }
}
