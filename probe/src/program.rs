//! The `main` of every check program: runs the checks one after another and reports each.

use crate::channel::{Channel, Inquiries};
use crate::lab::Lab;
use crate::panics;
use crate::run::PollWatch;
use crate::tasks::Tasks;
use report::{Fact, Finding, Inquiry, Message, Order, Promise};
use rustix::process::{Resource, Rlimit, Signal, getrlimit, kill_current_process_group, setrlimit};
use std::future::Future;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::process::ExitCode;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// When nothing has happened for a virtual day, nothing ever will.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// One entry of [`crate::checks!`].
pub struct Check {
    /// The function's name.
    pub name: &'static str,
    /// Its doc line.
    pub promise: &'static str,
    /// The clock it runs under.
    pub clock: Clock,
    /// The function.
    pub run: for<'lab> fn(&'lab mut Lab) -> Pin<Box<dyn Future<Output = ()> + 'lab>>,
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
    answer(inquiries, channel.clone(), polls.clone());
    channel.say(Message::Announced {
        checks: checks.iter().map(Check::promise).collect(),
    });
    for check in checks {
        channel.say(Message::Started {
            check: check.name.to_owned(),
        });
        let findings = check.findings(&order, &polls);
        channel.say(Message::Finished {
            check: check.name.to_owned(),
            findings,
        });
    }
    let _closed = std::io::stdout().flush();
    channel.say(Message::Done);
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

    fn findings(&self, order: &Order, polls: &PollWatch) -> Vec<Finding> {
        panics::take();
        let tasks = Tasks::default();
        let runtime = match self.clock.runtime(&tasks, polls) {
            Ok(runtime) => runtime,
            Err(error) => {
                let message = format!("the tests could not start a runtime: {error}");
                let fact = Fact::Panicked { message };
                return vec![Finding { fact, place: None }];
            }
        };
        let mut lab = Lab::new(order.source.clone(), order.seed, tasks, polls.clone());
        let ended = catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(polls.follow(self.within_a_day(&mut lab)))
        }));
        polls.leave();
        match ended {
            Ok(Ended::InTime) => {}
            Ok(Ended::Never) => {
                let tasks = lab.alive();
                let place = tasks.iter().find_map(|task| task.spawned_at.clone());
                let what = "the program".into();
                lab.find_at(Fact::Deadlocked { what, tasks }, place);
            }
            // The last panic is the one that got through to the check.
            Err(_) => match panics::take().pop() {
                Some(panic) => lab.add(panic),
                None => lab.find(Fact::Panicked {
                    message: "a panic that was hidden".into(),
                }),
            },
        }
        // A blocking call of the learner's may never return; the runtime must not wait for it.
        runtime.shutdown_background();
        lab.into_findings()
    }

    async fn within_a_day(&self, lab: &mut Lab) -> Ended {
        match self.clock {
            Clock::Wall => {
                (self.run)(lab).await;
                Ended::InTime
            }
            Clock::Virtual => match tokio::time::timeout(A_DAY, (self.run)(lab)).await {
                Ok(()) => Ended::InTime,
                Err(_) => Ended::Never,
            },
        }
    }
}

enum Ended {
    InTime,
    Never,
}

impl Clock {
    fn runtime(self, tasks: &Tasks, polls: &PollWatch) -> std::io::Result<Runtime> {
        let mut builder = Builder::new_current_thread();
        builder.enable_all().start_paused(self == Self::Virtual);
        tasks.watch(&mut builder, polls);
        builder.build()
    }
}

/// Answers the judge from a thread of its own, so that a poll that never returns does not keep
/// it waiting.
fn answer(inquiries: Inquiries, channel: Channel, polls: PollWatch) {
    std::thread::spawn(move || {
        for inquiry in inquiries {
            match inquiry {
                Inquiry::WhereAreYou => channel.say(Message::Stuck {
                    polling_ms: polls
                        .polling_for()
                        .map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
                }),
            }
        }
        // Whoever asked hung up, or was killed and could not end us: a loop of the learner's
        // must not keep a processor busy for ever. The judge made us the leader of a group.
        let _not_a_leader = kill_current_process_group(Signal::KILL);
    });
}

/// What Linux counts is what can be written to; address space that allocators only reserve, for
/// each thread a good deal, is free. Elsewhere only address space can be limited.
#[cfg(target_os = "linux")]
const MEMORY: Resource = Resource::Data;
#[cfg(not(target_os = "linux"))]
const MEMORY: Resource = Resource::As;

/// From here on an allocation past `bytes` fails and ends the program with a message that the
/// judge knows. A limit that cannot be set is left to the judge's clock.
fn limit_memory(bytes: u64) {
    let hard = getrlimit(MEMORY).maximum;
    let current = Some(hard.map_or(bytes, |hard| hard.min(bytes)));
    let limit = Rlimit {
        current,
        maximum: current,
    };
    let _unlimited = setrlimit(MEMORY, limit);
}

#[cfg(test)]
pub(crate) mod tests;
