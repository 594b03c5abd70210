//! What a group leaves behind, and who ends it.

use super::{Group, output_of, warden};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use std::process::{self, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::process::Command;

/// Only a broken program makes anybody wait so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// Two processes that nobody started directly, one of them in a session of its own; the second is known to the
/// reader of its standard output by its number. Both close what they have inherited.
const LEAVES_BOTH: &str = "sleep 1000 >/dev/null 2>&1 & \
    setsid sh -c 'sleep 1000 >/dev/null 2>&1 & echo $$; exec >/dev/null 2>&1; wait' &";

/// The same; and then the leader goes on.
fn leaves_both(and_then: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{LEAVES_BOTH} {and_then}")])
        .stdout(Stdio::piped());
    command
}

fn pid(text: &str) -> Pid {
    let number = text.trim().parse().ok();
    number
        .and_then(Pid::from_raw)
        .unwrap_or_else(|| panic!("no number: {text}"))
}

/// The number that the process which has left the group writes.
async fn said_by(group: &mut Group) -> Pid {
    let mut said = String::new();
    let mut out = group.leader().stdout.take().unwrap();
    while !said.ends_with('\n') {
        said.push(char::from(out.read_u8().await.unwrap()));
    }
    pid(&said)
}

fn is_gone(process: Pid) -> bool {
    test_kill_process(process).is_err()
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain until {what}");
        sleep(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn what_has_left_the_group_ends_with_it() {
    let mut group = Group::start(&mut leaves_both("wait")).unwrap();
    let left = said_by(&mut group).await;
    let members = group.family().members(100).count();
    assert!(members >= 4, "{members}");
    group.end().await;
    assert!(is_gone(left));
}

#[tokio::test]
async fn what_a_leader_that_ends_by_itself_has_left_behind_is_gone_when_its_end_is_known() {
    let mut group = Group::start(&mut leaves_both("sleep 0.1")).unwrap();
    let left = said_by(&mut group).await;
    let status = group.wait().await.unwrap();
    assert!(status.success());
    assert!(is_gone(left));
}

#[tokio::test]
async fn a_group_that_is_dropped_takes_with_it_what_has_left_it() {
    let mut group = Group::start(&mut leaves_both("wait")).unwrap();
    let left = said_by(&mut group).await;
    drop(group);
    until("it is gone", || is_gone(left));
}

#[tokio::test]
async fn a_process_whose_parent_has_ended_counts_as_one_of_the_group() {
    let script = "(setsid sleep 1000 >/dev/null 2>&1 &) ; echo 1; exec sleep 1000";
    let mut command = Command::new("sh");
    command.args(["-c", script]).stdout(Stdio::piped());
    let mut group = Group::start(&mut command).unwrap();
    said_by(&mut group).await;
    let family = group.family();
    until("there are two", || family.members(100).count() == 2);
    group.end().await;
}

#[tokio::test]
async fn other_processes_of_ours_are_left_alone() {
    let mut other = process::Command::new("sleep").arg("1000").spawn().unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", "setsid sleep 1000 >/dev/null 2>&1 & echo a"]);
    let ended = output_of(&mut command).await.unwrap();
    assert_eq!(ended.stdout, b"a\n");
    assert!(other.try_wait().unwrap().is_none());
    other.kill().unwrap();
    assert!(!other.wait().unwrap().success());
}

#[tokio::test]
async fn a_group_does_not_count_further_than_it_is_asked_to() {
    let script = "for i in 1 2 3 4 5 6 7 8 9; do sleep 1000 & done >/dev/null 2>&1; echo 1; wait";
    let mut command = Command::new("sh");
    command.args(["-c", script]).stdout(Stdio::piped());
    let mut group = Group::start(&mut command).unwrap();
    said_by(&mut group).await;
    assert_eq!(group.family().members(100).count(), 10);
    assert_eq!(group.family().members(3).count(), 4);
    group.end().await;
}

#[tokio::test]
async fn memory_of_children_counts() {
    // A line of that length is held until its end is known.
    let script = "head -c 50000000 /dev/zero | tail -n 1 | { head -c 1; echo; sleep 1000; } & wait";
    let mut command = Command::new("sh");
    command.args(["-c", script]).stdout(Stdio::piped());
    let mut group = Group::start(&mut command).unwrap();
    group
        .leader()
        .stdout
        .as_mut()
        .unwrap()
        .read_u8()
        .await
        .unwrap();
    let members = group.family().members(100);
    assert!(members.have_more_than(40_000_000));
    assert!(!members.have_more_than(200_000_000));
    group.end().await;
}

#[tokio::test]
async fn a_warden_that_was_killed_has_a_successor() {
    let mut command = Command::new("sleep");
    let mut one = Group::start(command.arg("1000")).unwrap();
    let before = warden::process().unwrap();
    kill_process(before, Signal::KILL).unwrap();
    let is_another = || warden::process().is_some_and(|now| now != before);
    // The pipe breaks only when the system has cleared up.
    until("there is another", || {
        let _announced = warden::announce();
        is_another()
    });
    one.end().await;
}
