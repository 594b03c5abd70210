//! Programs that wait for ever, and what must be found in them; and some that only seem to.

use super::shortest_circle;
use crate::program::Clock;
use crate::program::tests::{Body, findings_in};
use crate::{Lab, ms};
use report::{Fact, Finding, Task};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, Notify, Semaphore, mpsc, oneshot};
use tokio::time::sleep;

/// Here is what a learner writes.
mod exercise {
    use super::{Arc, Mutex, mpsc, oneshot, sleep};
    use crate::ms;

    pub(super) const SECOND_LOCK: u32 = line!() + 3;
    pub(super) async fn lock_both(first: Arc<Mutex<u32>>, second: Arc<Mutex<u32>>) {
        let first = Lock::of(&first).await;
        let _second = second.lock().await;
        drop(first);
    }

    pub(super) struct Lock;
    impl Lock {
        async fn of(mutex: &Mutex<u32>) -> tokio::sync::MutexGuard<'_, u32> {
            let guard = mutex.lock().await;
            sleep(ms(10)).await;
            guard
        }
    }

    pub(super) const RECEIVES: u32 = line!() + 3;
    pub(super) async fn sum(own: mpsc::Sender<u32>, mut numbers: mpsc::Receiver<u32>) -> u32 {
        let mut sum = 0;
        while let Some(number) = numbers.recv().await {
            sum += number;
        }
        drop(own);
        sum
    }

    pub(super) type Mail = mpsc::Sender<oneshot::Sender<u32>>;

    pub(super) const REPLY: u32 = line!() + 6;
    pub(super) async fn actor(own: Mail, mut inbox: mpsc::Receiver<oneshot::Sender<u32>>) {
        while let Some(reply) = inbox.recv().await {
            let (tell, told) = oneshot::channel();
            own.send(tell).await.ok();
            // The one who answers is the one who waits here.
            reply.send(told.await.unwrap_or(0)).ok();
        }
    }

    pub(super) async fn waits_for_an_answer(answer: oneshot::Receiver<()>) {
        answer.await.ok();
    }

    pub(super) const SPAWN: u32 = line!() + 2;
    pub(super) async fn waits_for_a_task() {
        let stuck = tokio::spawn(std::future::pending::<()>());
        stuck.await.ok();
    }
}

fn found(run: Body) -> Vec<Finding> {
    findings_in(file!(), Clock::Virtual, run)
}

/// The tasks and the circle of the deadlock that is found.
fn deadlock(run: Body) -> (Vec<Task>, Vec<usize>) {
    let found = found(run);
    match found.first().map(|finding| finding.fact.clone()) {
        Some(Fact::Deadlocked { tasks, cycle, .. }) => (tasks, cycle),
        other => panic!("{other:?}"),
    }
}

/// "8: a Mutex".
#[cfg(tokio_taskdump)]
fn waits(task: &Task) -> Vec<String> {
    let line = |wait: &report::Wait| wait.place.as_ref().map_or(0, |place| place.line);
    let waits = task.waits.iter();
    waits
        .map(|wait| format!("{}: {}", line(wait), wait.on))
        .collect()
}

fn mutex() -> Arc<Mutex<u32>> {
    Arc::new(Mutex::new(0))
}

fn opposite(lab: &mut Lab) -> [crate::NamedTask<()>; 2] {
    let (a, b) = (mutex(), mutex());
    [
        lab.spawn("Ann pays Bob", exercise::lock_both(a.clone(), b.clone())),
        lab.spawn("Bob pays Ann", exercise::lock_both(b, a)),
    ]
}

#[test]
fn two_tasks_that_lock_in_opposite_order_are_a_circle() {
    let began = Instant::now();
    let found = found(|lab| {
        Box::pin(async move {
            let [one, two] = opposite(lab);
            tokio::join!(one, two);
            Ok(())
        })
    });
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    let Fact::Deadlocked { tasks, cycle, .. } = &found[0].fact else {
        panic!("{found:?}");
    };
    assert_eq!(tasks.len(), 2);
    assert_eq!(tasks[1].name.as_deref(), Some("Bob pays Ann"));
    assert_eq!(*cycle, [0, 1]);
    assert_eq!(found.len(), 1);
    #[cfg(tokio_taskdump)]
    {
        let expected = [format!("{}: a Mutex", exercise::SECOND_LOCK)];
        assert_eq!(waits(&tasks[0]), expected);
        assert_eq!(waits(&tasks[1]), expected);
        let place = found[0].place.as_ref().unwrap();
        assert_eq!(
            (place.file.as_str(), place.line),
            (file!(), exercise::SECOND_LOCK)
        );
    }
}

#[test]
fn a_circle_of_three_is_told_from_a_task_that_only_waits_behind_it() {
    let (tasks, cycle) = deadlock(|lab| {
        Box::pin(async move {
            let (a, b, c) = (mutex(), mutex(), mutex());
            let last = lab.spawn("the guest", {
                let a = a.clone();
                async move {
                    sleep(ms(5)).await;
                    drop(a.lock().await);
                }
            });
            lab.spawn("one", exercise::lock_both(a.clone(), b.clone()));
            lab.spawn("two", exercise::lock_both(b, c.clone()));
            lab.spawn("three", exercise::lock_both(c, a));
            last.await;
            Ok(())
        })
    });
    let circle: Vec<_> = cycle
        .iter()
        .filter_map(|at| tasks[*at].name.clone())
        .collect();
    assert_eq!(circle, ["one", "two", "three"]);
}

#[test]
fn a_circle_through_tasks_that_have_no_name_is_found() {
    let (_, cycle) = deadlock(|lab| {
        Box::pin(async move {
            let (a, b) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
            let pass_on = |from: &Arc<Notify>| {
                let (tell, told) = oneshot::channel::<()>();
                let to = Arc::clone(from);
                tokio::spawn(async move {
                    told.await.ok();
                    to.notify_one();
                });
                tell
            };
            let (ends_a, ends_b) = (pass_on(&a), pass_on(&b));
            let one = lab.spawn("one", async move {
                a.notified().await;
                drop(ends_b);
            });
            let two = lab.spawn("two", async move {
                b.notified().await;
                drop(ends_a);
            });
            tokio::join!(one, two);
            Ok(())
        })
    });
    assert_eq!(cycle, [0, 1]);
}

#[test]
fn tasks_that_wait_side_by_side_for_nobody_are_no_circle() {
    let (tasks, cycle) = deadlock(|lab| {
        Box::pin(async move {
            let never = Rc::new(Semaphore::new(0));
            let other = Rc::clone(&never);
            let one = lab.spawn("one", async move { never.acquire().await.is_ok() });
            let two = lab.spawn("two", async move { other.acquire().await.is_ok() });
            tokio::join!(one, two);
            Ok(())
        })
    });
    assert_eq!((tasks.len(), cycle), (2, vec![]));
    #[cfg(tokio_taskdump)]
    assert_eq!(tasks[0].waits[0].on, "a permit of a Semaphore");
}

#[test]
fn a_sender_that_is_kept_and_never_used_is_waited_for() {
    let (tasks, _) = deadlock(|lab| {
        Box::pin(async move {
            let (_kept, answer) = oneshot::channel::<()>();
            lab.run(exercise::waits_for_an_answer(answer)).await;
            Ok(())
        })
    });
    #[cfg(tokio_taskdump)]
    assert_eq!(tasks[0].waits[0].on, "the answer of a oneshot channel");
    #[cfg(not(tokio_taskdump))]
    assert!(tasks.is_empty());
}

#[cfg(tokio_taskdump)]
#[test]
fn a_receiver_whose_own_task_keeps_a_sender_waits_at_its_line() {
    let (tasks, cycle) = deadlock(|lab| {
        Box::pin(async move {
            let (sender, receiver) = mpsc::channel(1);
            lab.spawn("the sum", exercise::sum(sender, receiver)).await;
            Ok(())
        })
    });
    let expected = format!("{}: a message from a channel", exercise::RECEIVES);
    assert_eq!(waits(&tasks[0]), [expected]);
    assert!(cycle.is_empty());
}

#[cfg(tokio_taskdump)]
#[test]
fn an_actor_that_awaits_itself_waits_at_the_reply() {
    let (tasks, _) = deadlock(|lab| {
        Box::pin(async move {
            let (mail, inbox) = mpsc::channel(4);
            lab.spawn("the actor", exercise::actor(mail.clone(), inbox));
            let (tell, told) = oneshot::channel();
            mail.send(tell).await.ok();
            told.await.ok();
            Ok(())
        })
    });
    let expected = format!("{}: the answer of a oneshot channel", exercise::REPLY);
    assert_eq!(waits(&tasks[0]), [expected]);
}

#[cfg(tokio_taskdump)]
#[test]
fn whoever_joins_a_stuck_task_waits_for_it() {
    let (tasks, _) = deadlock(|lab| {
        Box::pin(async move {
            lab.run(exercise::waits_for_a_task()).await;
            Ok(())
        })
    });
    let expected = format!("{}: a spawned task to end", exercise::SPAWN + 1);
    assert_eq!(waits(&tasks[0]), [expected]);
    let spawned_at = tasks[1].spawned_at.as_ref().unwrap();
    assert_eq!(spawned_at.line, exercise::SPAWN);
}

#[cfg(tokio_taskdump)]
#[test]
fn each_branch_of_a_join_is_a_wait() {
    let (tasks, _) = deadlock(|lab| {
        Box::pin(async move {
            let notify = Notify::new();
            let (_kept, mut numbers) = mpsc::unbounded_channel::<()>();
            lab.run(async { tokio::join!(notify.notified(), numbers.recv()) })
                .await;
            Ok(())
        })
    });
    let on: Vec<&str> = tasks[0].waits.iter().map(|wait| wait.on.as_str()).collect();
    assert_eq!(on, ["a Notify", "a message from a channel"]);
}

#[test]
fn a_long_sleep_and_a_late_wake_up_are_no_deadlock() {
    let hours = found(|lab| {
        Box::pin(async move {
            lab.spawn("the sleeper", sleep(ms(23 * 3_600_000))).await;
            Ok(())
        })
    });
    assert!(hours.is_empty(), "{hours:?}");
    let late = found(|lab| {
        Box::pin(async move {
            let (tell, told) = oneshot::channel::<()>();
            let waits = lab.spawn("who waits", told);
            lab.spawn("who tells", async move {
                sleep(ms(7_200_000)).await;
                tell.send(()).ok();
            });
            waits.await.ok();
            Ok(())
        })
    });
    assert!(late.is_empty(), "{late:?}");
}

#[test]
fn a_rerun_leaves_no_findings_and_no_panics() {
    let found = found(|lab| {
        Box::pin(async move {
            let (a, b) = (mutex(), mutex());
            // Once freed, it panics: only a rerun gets so far.
            let (first, second) = (a.clone(), b.clone());
            let one = lab.spawn("one", async move {
                exercise::lock_both(first, second).await;
                panic!("freed");
            });
            let two = lab.spawn("two", exercise::lock_both(b, a));
            tokio::join!(one, two);
            lab.expect_eq("the sum", 1, 2)
        })
    });
    let kinds: Vec<_> = found.iter().map(|finding| finding.fact.kind()).collect();
    assert_eq!(kinds, ["deadlocked"]);
    assert!(crate::panics::take().is_empty());
}

#[test]
fn somebody_who_spins_when_freed_does_not_hold_up_the_report() {
    let began = Instant::now();
    let (tasks, _) = deadlock(|lab| {
        Box::pin(async move {
            let (a, b) = (mutex(), mutex());
            let (first, second) = (a.clone(), b.clone());
            let one = lab.spawn("one", async move {
                exercise::lock_both(first, second).await;
                std::thread::sleep(Duration::from_secs(2));
            });
            let two = lab.spawn("two", exercise::lock_both(b, a));
            tokio::join!(one, two);
            Ok(())
        })
    });
    assert_eq!(tasks.len(), 2);
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
}

#[test]
fn of_several_circles_the_shortest_is_told() {
    assert_eq!(
        shortest_circle(&[vec![1], vec![2], vec![0, 3], vec![2]]),
        Some(vec![2, 3])
    );
    assert_eq!(shortest_circle(&[vec![1], vec![]]), None);
}
