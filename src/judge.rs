//! Runs a program under limits and says what became of it.
//!
//! The program gets a process group of its own, a wall-clock limit, a memory limit that it sets
//! on itself before the learner's code runs, and a cap on what it may print. Where the system tells, what it
//! starts counts as well, and how much of that there is. All of it is ended at the end, however that comes.

mod line;
mod printed;
pub mod reading;
pub mod start;

pub use reading::Reading;

use crate::group::Group;
use crate::group::family::Family;
use crate::verdict::Printed;
use anyhow::{Context, Result};
use line::Line;
use printed::Capture;
use report::{Inquiry, Message, Order, Timeline};
use std::future::pending;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tokio::process::Command;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

/// How long a program that is out of time may take to say where it is: far longer than it needs, for the
/// machine may have much else to do.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The most memory that a learner's program may have, in bytes.
const MEMORY: u64 = 1 << 30;

/// A program that prints more bytes than this prints without end.
const OUTPUT: u64 = 8 << 20;

/// The most processes that it may have at once: itself, and those that it starts.
pub const PROCESSES: usize = 256;

/// A program is looked at only when it takes longer than most do, and from then on so often.
const UNSEEN: Duration = Duration::from_millis(50);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// What a program may use.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Wall-clock time.
    pub time: Duration,
    /// Memory, in bytes.
    pub memory: u64,
    /// Output, in bytes.
    pub output: u64,
    /// Processes at once: itself, and those that it starts.
    pub processes: usize,
}

impl Limits {
    /// The usual memory, and so much time.
    #[must_use]
    pub fn of_time(time: Duration) -> Self {
        Self {
            time,
            memory: MEMORY,
            output: OUTPUT,
            processes: PROCESSES,
        }
    }

    /// As much of everything as the machine has: for what somebody can stop by hand.
    #[must_use]
    pub fn none() -> Self {
        const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
        Self {
            time: YEAR,
            memory: u64::MAX,
            output: u64::MAX,
            processes: usize::MAX,
        }
    }
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// By itself, with this status.
    Exited(i32),
    /// By a signal.
    Signalled(i32),
    /// The judge ended it: its time was over.
    OutOfTime,
    /// The judge ended it: it printed too much.
    Flooded,
    /// The judge ended it: together with what it had started it had too much memory.
    OutOfMemory,
    /// The judge ended it: it had started too many processes.
    TooManyProcesses,
}

impl Ending {
    /// Why the judge ended a program that had these `limits`, if it did.
    #[must_use]
    pub fn why_stopped(&self, limits: Limits) -> Option<String> {
        Some(match self {
            Self::Exited(_) | Self::Signalled(_) => return None,
            Self::OutOfTime => {
                format!("it was still running after {} s", limits.time.as_secs_f32())
            }
            Self::Flooded => "it printed without end".to_owned(),
            Self::OutOfMemory => format!("it used more than {} GiB of memory", limits.memory >> 30),
            Self::TooManyProcesses => {
                format!("it started more than {} processes", limits.processes)
            }
        })
    }
}

impl From<ExitStatus> for Ending {
    fn from(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Self::Exited(code),
            (None, signal) => Self::Signalled(signal.unwrap_or_default()),
        }
    }
}

/// A program that was run.
#[derive(Debug)]
pub struct Ran {
    /// How it ended.
    pub ending: Ending,
    /// What it said on the private line; nothing for a program without a check.
    pub messages: Vec<Message>,
    /// Its standard output and error, in the order they came.
    pub printed: Printed,
    /// From its start to its end.
    pub took: Duration,
}

impl Ran {
    /// What happened when, for each check whose timeline was wanted.
    #[must_use]
    pub fn timelines(self) -> Vec<Timeline> {
        let drawn = |message| match message {
            Message::Drawn { timeline } => Some(timeline),
            _ => None,
        };
        self.messages.into_iter().filter_map(drawn).collect()
    }
}

/// What a check program is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// Where the inputs that vary come from.
    pub seed: u64,
    /// Whether to record timelines: then its findings are of no use, for recording polls more often.
    pub timelines: bool,
    /// Whether every spawn and every poll is watched; without it findings are of no use, but what
    /// watching costs can be measured.
    pub watched: bool,
}

/// Runs the check program at `program` against the learner's file `source`.
///
/// # Errors
/// When it cannot be started.
pub async fn check(
    program: &Path,
    root: &Path,
    source: &Path,
    request: Request,
    limits: Limits,
) -> Result<Ran> {
    let order = Order {
        nonce: fresh(),
        seed: request.seed,
        source: source.display().to_string(),
        memory_limit: limits.memory,
        timelines: request.timelines,
        watched: request.watched,
    };
    let (line, theirs) = Line::open(order)?;
    let mut command = Command::new(program);
    command.stdin(theirs);
    run(command, root, Some(line), limits).await
}

/// Runs a program that reports to nobody: an exercise's `main`, or its own tests.
///
/// # Errors
/// When it cannot be started.
pub async fn alone(program: &Path, root: &Path, limits: Limits) -> Result<Ran> {
    alone_with(program, root, [], limits).await
}

/// As [`alone`], with these variables.
///
/// # Errors
/// When it cannot be started.
pub async fn alone_with<'a>(
    program: &Path,
    root: &Path,
    environment: impl IntoIterator<Item = &'a (String, String)>,
    limits: Limits,
) -> Result<Ran> {
    let mut command = Command::new(program);
    let environment = environment.into_iter();
    command
        .stdin(Stdio::null())
        .envs(environment.map(|(name, value)| (name, value)));
    run(command, root, None, limits).await
}

/// Runs `command`, which judges by itself, in `folder`.
///
/// # Errors
/// When it cannot be started.
pub async fn tool(command: Command, folder: &Path, limits: Limits) -> Result<Ran> {
    run(command, folder, None, limits).await
}

async fn run(mut command: Command, root: &Path, line: Option<Line>, limits: Limits) -> Result<Ran> {
    command
        .current_dir(root)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let began = Instant::now();
    let mut group = Group::start(&mut command).context("the built program cannot be started")?;
    // A check program limits itself as well, everywhere; others would take all there is.
    group.limit_memory(limits.memory);
    // The program's end of the line lives in the command; ours must be the last one.
    drop(command);
    let capture = Capture::of(group.leader(), limits.output);
    let flooded = Notify::new();
    let ending = {
        let life = live(&mut group, limits, &flooded, line.as_ref());
        let hear = async {
            match &line {
                Some(line) => tokio::join!(capture.drain(&flooded), line.listen()).1,
                None => capture.drain(&flooded).await,
            }
        };
        tokio::pin!(life, hear);
        let mut heard = false;
        let ending = loop {
            tokio::select! {
                ending = &mut life => break ending?,
                () = &mut hear, if !heard => heard = true,
            }
        };
        if !heard {
            // The pipes end with the group; only a process that left the group keeps them open.
            let _escaped = timeout(LAST_WORDS, hear).await;
        }
        ending
    };
    Ok(Ran {
        ending,
        messages: line.map(Line::into_messages).unwrap_or_default(),
        printed: capture.into_printed(),
        took: began.elapsed(),
    })
}

/// Waits for the program's end, or brings it about; nothing of the group is alive afterwards.
async fn live(
    group: &mut Group,
    limits: Limits,
    flooded: &Notify,
    line: Option<&Line>,
) -> Result<Ending> {
    let family = group.family();
    let ending = tokio::select! {
        biased;
        () = flooded.notified() => Ending::Flooded,
        ending = too_much_in_use(family, limits) => ending,
        ended = timeout(limits.time, group.wait()) => match ended {
            Ok(status) => Ending::from(status?),
            Err(_) => Ending::OutOfTime,
        },
    };
    if let (Ending::OutOfTime, Some(line)) = (&ending, line) {
        line.ask(Inquiry::WhereAreYou, LAST_WORDS).await;
        line.ask(Inquiry::WhichLine, LAST_WORDS).await;
    }
    group.end().await;
    Ok(ending)
}

/// Comes to an end when the program has more memory, or more processes, than it may have.
async fn too_much_in_use(family: Family, limits: Limits) -> Ending {
    // To look at it must take little of the time that it has.
    const SHARE: u32 = 10;
    if limits.memory == u64::MAX && limits.processes == usize::MAX {
        return pending().await;
    }
    sleep(UNSEEN).await;
    let mut had_too_much = false;
    loop {
        let began = Instant::now();
        let members = family.members(limits.processes);
        if members.count() > limits.processes {
            return Ending::TooManyProcesses;
        }
        // A process that is being started has, for an instant, all that its parent has.
        let has_too_much = members.have_more_than(limits.memory);
        if has_too_much && had_too_much {
            return Ending::OutOfMemory;
        }
        had_too_much = has_too_much;
        sleep(BETWEEN_LOOKS.max(began.elapsed() * SHARE)).await;
    }
}

/// A number that nobody can guess, from the keys that the standard library draws at random for
/// every hasher.
#[must_use]
pub fn fresh() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(Instant::now())
}
