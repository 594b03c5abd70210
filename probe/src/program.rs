//! The `main` of every check program: runs the checks one after another and reports each.

use crate::background;
use crate::channel::{Channel, Inquiries};
use crate::checked::Checked;
use crate::deadlock::{self, Stuck};
use crate::lab::Lab;
use crate::named::Drive;
use crate::panics;
use crate::run::{PollWatch, Whose};
use crate::spin;
use crate::tasks::Tasks;
use crate::threads::{self, Others};
use crate::timeline::Recorder;
use crate::trace::rooted;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use report::{Fact, Finding, Inquiry, Message, Order, Place, Promise, Spin};
use std::future::{Future, poll_fn};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

/// When nothing has happened for a virtual day, nothing ever will.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long threads of a check's runtime may take to end, in real time.
const PARTING: Duration = Duration::from_millis(100);

/// To whom a signal goes that is sent to nobody in particular.
const OWN_GROUP: Pid = Pid::from_raw(0);

/// One entry of [`crate::checks!`].
#[derive(Clone, Copy)]
pub struct Check {
    /// The function's name.
    pub name: &'static str,
    /// Its doc line.
    pub promise: &'static str,
    /// The clock it runs under.
    pub clock: Clock,
    /// The function.
    pub run: for<'lab> fn(&'lab mut Lab) -> Pin<Box<dyn Future<Output = Checked> + 'lab>>,
}

/// What time is to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Passes only when every task waits.
    Virtual,
    /// The machine's.
    Wall,
}

/// Runs the checks as the judge orders.
#[must_use]
pub fn main(checks: &[Check]) -> ExitCode {
    let Ok((channel, order, inquiries)) = Channel::open() else {
        eprintln!("This program holds hidden tests. It is run by `asynclings`, not by hand.");
        return ExitCode::from(2);
    };
    limit_memory(order.memory_limit);
    panics::keep();
    let polls = PollWatch::default();
    if order.watched {
        spin::watch_this_thread();
        answer(
            inquiries,
            channel.clone(),
            polls.clone(),
            order.source.clone(),
        );
    }
    threads::count_own();
    channel.say(&Message::Announced {
        checks: checks.iter().map(Check::promise).collect(),
    });
    for check in checks {
        channel.say(&Message::Started {
            check: check.name.to_owned(),
        });
        let recorder = Recorder::new(&order.source, order.timelines);
        let findings = check.findings(&order, &polls, &recorder);
        if let Some(timeline) = recorder.finish(check.name) {
            channel.say(&Message::Drawn { timeline });
        }
        channel.say(&Message::Finished {
            check: check.name.to_owned(),
            findings,
        });
    }
    let _closed = std::io::stdout().flush();
    channel.say(&Message::Done);
    // Threads that the learner's code left behind must not keep the program alive.
    std::process::exit(0);
}

impl Check {
    fn promise(&self) -> Promise {
        Promise {
            name: self.name.to_owned(),
            promise: self.promise.trim().to_owned(),
        }
    }

    /// Its run in `lab`, where its finding is afterwards.
    pub(crate) fn begin<'lab>(
        self,
        lab: &'lab mut Lab,
    ) -> Pin<Box<dyn Future<Output = ()> + 'lab>> {
        let run = (self.run)(lab);
        Box::pin(async {
            let _noted = run.await;
        })
    }

    fn findings(&self, order: &Order, polls: &PollWatch, recorder: &Recorder) -> Vec<Finding> {
        panics::take();
        polls.begin_check();
        let tasks = Tasks::new(recorder.clone());
        let runtime = match self.clock.runtime(order.watched.then_some((&tasks, polls))) {
            Ok(runtime) => runtime,
            Err(error) => {
                let message = format!("the tests could not start a runtime: {error}");
                let fact = Fact::Panicked { message };
                return vec![Finding { fact, place: None }];
            }
        };
        let mut lab = Lab::new(
            order.source.clone(),
            order.seed,
            tasks,
            polls.clone(),
            recorder.clone(),
        );
        let ended = catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(rooted(async {
                recorder.begin();
                let ended = self.run_to_its_end(&mut lab, &order.source, polls).await;
                recorder.pause();
                ended
            }))
        }));
        polls.leave();
        match ended {
            Ok(Ended::InTime) => {}
            Ok(Ended::Never(stuck)) => {
                let cycle = deadlock::cycle(*self, order, &stuck);
                let place = deadlock::place(&stuck.tasks, &cycle);
                let deadlock = Fact::Deadlocked {
                    what: "the program".into(),
                    tasks: stuck.tasks,
                    cycle,
                };
                lab.note_at(deadlock, place);
            }
            Ok(Ended::Busy((whose, polls), place)) => {
                lab.note_at(busy(&whose, polls, &order.source), place);
            }
            // The last panic is the one that got through to the check.
            Err(_) => match panics::take().pop() {
                Some(panic) => lab.add(panic),
                None => lab.note(Fact::Panicked {
                    message: "a panic that was hidden".into(),
                }),
            },
        }
        // A thread that has nothing to do ends now, and the next check counts without it. A blocking
        // call of the learner's may never return, and must not be waited for.
        runtime.shutdown_timeout(PARTING);
        lab.into_findings()
    }

    async fn run_to_its_end(self, lab: &mut Lab, source: &str, polls: &PollWatch) -> Ended {
        let (named, tasks) = (lab.named(), lab.tasks());
        let mut drive = named.drive(self.begin(lab), polls.clone());
        match self.clock {
            Clock::Wall => {
                drive.await;
                Ended::InTime
            }
            Clock::Virtual => {
                let began = Instant::now();
                loop {
                    match a_day(&mut drive, polls).await {
                        Day::Done => break Ended::InTime,
                        Day::Busy(busy) => {
                            let stuck = deadlock::look(&mut drive, source, &tasks, began).await;
                            let place = match stuck.next_turn() {
                                Some(place) => Some(place),
                                None => where_it_is_busy(&mut drive, source).await,
                            };
                            break Ended::Busy(busy, place);
                        }
                        Day::Over => match after_the_day(&mut drive, polls).await {
                            After::Done => break Ended::InTime,
                            After::GoesOn => {}
                            After::Stuck => {
                                let stuck = deadlock::look(&mut drive, source, &tasks, began).await;
                                break Ended::Never(stuck);
                            }
                        },
                    }
                }
            }
        }
    }
}

enum Ended {
    InTime,
    Never(Stuck),
    /// It polled again and again while the clock stood still: whose polls they were, and where.
    Busy((Whose, u64), Option<Place>),
}

/// How a virtual day ended.
enum Day {
    Done,
    Over,
    Busy((Whose, u64)),
}

async fn a_day(drive: &mut Drive<'_>, polls: &PollWatch) -> Day {
    let mut day = pin!(timeout_at(Instant::now() + A_DAY, drive));
    poll_fn(|context| {
        if let Poll::Ready(busy) = polls.poll_busy(context) {
            return Poll::Ready(Day::Busy(busy));
        }
        let ended = day.as_mut().poll(context);
        ended.map(|ended| ended.map_or(Day::Over, |()| Day::Done))
    })
    .await
}

/// What a thread did for the check after its day.
enum After {
    Done,
    GoesOn,
    Stuck,
}

/// Whether a thread lets the check go on after all, which on the virtual clock nobody had waited for. Time
/// stands still meanwhile, as always while a blocking call runs.
async fn after_the_day(drive: &mut Drive<'_>, polls: &PollWatch) -> After {
    if !threads::others_are_there() {
        return After::Stuck;
    }
    let before = polls.count();
    let mut quiet = spawn_blocking(threads::wait_until_quiet);
    poll_fn(|context| {
        if Pin::new(&mut *drive).poll(context).is_ready() {
            return Poll::Ready(After::Done);
        }
        Pin::new(&mut quiet)
            .poll(context)
            .map(|_| match polls.count() > before {
                true => After::GoesOn,
                false => After::Stuck,
            })
    })
    .await
}

/// The line at which it goes round, seen from another thread while it goes on.
async fn where_it_is_busy(drive: &mut Drive<'_>, source: &str) -> Option<Place> {
    let file = source.to_owned();
    let looking = background::thread(move || spin::stretch_in(&file));
    poll_fn(|context| {
        context.waker().wake_by_ref();
        // After a look nobody knows who was woken.
        match looking.is_done() || drive.check().poll(context).is_ready() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    let line = looking.join().ok()??.first;
    Some(Place {
        file: source.to_owned(),
        line,
    })
}

fn busy(whose: &Whose, polls: u64, source: &str) -> Fact {
    Fact::BusyPoll {
        what: match whose {
            Whose::Named(name) => name.to_string(),
            Whose::SpawnedAt(location) if location.file() == source => {
                format!("the task that was spawned at line {}", location.line())
            }
            _ => "your code".into(),
        },
        polls,
        at_most: 0,
    }
}

impl Clock {
    /// A runtime under this clock, watched by these two.
    pub(crate) fn runtime(self, watch: Option<(&Tasks, &PollWatch)>) -> std::io::Result<Runtime> {
        let mut builder = Builder::new_current_thread();
        builder.enable_all().start_paused(self == Self::Virtual);
        if self == Self::Virtual {
            let others = Others::default();
            builder.on_thread_park(move || others.let_run());
        }
        if let Some((tasks, polls)) = watch {
            tasks.watch(&mut builder, polls);
        }
        builder.build()
    }
}

/// Answers the judge from a thread of its own, so that a poll that never returns does not keep
/// it waiting.
fn answer(inquiries: Inquiries, channel: Channel, polls: PollWatch, source: String) {
    std::thread::spawn(move || {
        for inquiry in inquiries {
            match inquiry {
                Inquiry::WhereAreYou => channel.say(&stuck(&polls, &source)),
                Inquiry::WhichLine => channel.say(&spinning(&source)),
            }
        }
        // Whoever asked hung up, or was killed and could not end us: a loop of the learner's
        // must not keep a processor busy for ever. The judge made us the leader of a group.
        let _not_a_leader = kill(OWN_GROUP, Signal::SIGKILL);
    });
}

fn stuck(polls: &PollWatch, source: &str) -> Message {
    let polling = polls.polling_for();
    let whose = polling.map(|_| polls.whose());
    Message::Stuck {
        polling_ms: polling.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
        place: match &whose {
            Some(Whose::SpawnedAt(location)) if location.file() == source => Some(Place {
                file: source.to_owned(),
                line: location.line(),
            }),
            _ => None,
        },
        task: match whose {
            Some(Whose::Named(name)) => Some(name.to_string()),
            _ => None,
        },
    }
}

fn spinning(source: &str) -> Message {
    let line = |line| Place {
        file: source.to_owned(),
        line,
    };
    let spin = spin::stretch_in(source).map(|stretch| Spin {
        first: line(stretch.first),
        last: line(stretch.last),
        called_from: stretch.called_from.into_iter().map(line).collect(),
    });
    Message::Spinning { spin }
}

/// What Linux counts is what can be written to; address space that allocators only reserve, for
/// each thread a good deal, is free. Elsewhere only address space can be limited.
#[cfg(target_os = "linux")]
const MEMORY: Resource = Resource::RLIMIT_DATA;
#[cfg(not(target_os = "linux"))]
const MEMORY: Resource = Resource::RLIMIT_AS;

/// From here on an allocation past `bytes` fails and ends the program with a message that the
/// judge knows. A limit that cannot be set is left to the judge's clock.
fn limit_memory(bytes: u64) {
    let Ok((_, hard)) = getrlimit(MEMORY) else {
        return;
    };
    let limit = hard.min(bytes);
    let _unlimited = setrlimit(MEMORY, limit, limit);
}

#[cfg(test)]
pub(crate) mod tests;
