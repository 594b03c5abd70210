//! What Linux tells of processes: who is whose child, what each uses, who is left.

use super::mark::Mark;
use super::warden;
use rustix::process::{
    Pid, Signal, WaitOptions, getpid, kill_process, set_child_subreaper, waitpid,
};
use std::collections::BTreeMap;
use std::fs;
use std::sync::Once;

/// From here on whatever loses its parent becomes a child of this program, and not of the system's first
/// process: what a program leaves behind is then found among our children.
pub(super) fn adopt_orphans() {
    static ADOPTS: Once = Once::new();
    ADOPTS.call_once(|| {
        // A system that does not let us leaves us what is in the group.
        let _unchanged = set_child_subreaper(Some(getpid()));
    });
}

/// What a group may have left behind.
#[derive(Debug)]
pub(super) struct Remains {
    group: Pid,
    mark: Mark,
    /// What was found, and has been ended; it is reaped as soon as it is dead.
    ended: Vec<Pid>,
    /// How often a process was found that could not be told from others.
    doubts: usize,
}

/// A process that turns into another one has no environment for an instant; one that never had any is not ours.
const DOUBTS: usize = 20;

impl Remains {
    pub(super) fn of(group: Pid, mark: Mark) -> Self {
        Self {
            group,
            mark,
            ended: Vec::new(),
            doubts: 0,
        }
    }

    /// Ends what there is, and reaps what is dead. Whether nothing is left; else it must be asked again, for
    /// what has just been ended may leave something behind as well.
    pub(super) fn are_gone(&mut self) -> bool {
        self.ended.retain(|process| !is_reaped(*process));
        let orphans = orphans();
        let Some(ours) = Stat::of(getpid()).filter(|_| !orphans.is_empty()) else {
            return self.ended.is_empty();
        };
        let mut is_in_doubt = false;
        for orphan in orphans {
            let Some(stat) = Stat::of(orphan) else {
                continue;
            };
            // What we started otherwise is in our own group, and waited for by somebody.
            if stat.group == ours.group || self.ended.contains(&orphan) {
                continue;
            }
            let is_in_group = stat.group == number(self.group);
            // Without a mark, since it is dead. But nothing of ours opens a session.
            let is_in_another_session = stat.session != ours.session;
            if stat.is_dead && (is_in_group || is_in_another_session) {
                if !is_reaped(orphan) {
                    self.ended.push(orphan);
                }
            } else if !stat.is_dead {
                let environment = read(orphan, "environ");
                if is_in_group || self.mark.is_in(&environment) {
                    for process in family_of(&[orphan], usize::MAX) {
                        let _gone = kill_process(process, Signal::KILL);
                    }
                    self.ended.push(orphan);
                }
                is_in_doubt |= environment.is_empty();
            }
        }
        self.doubts += usize::from(is_in_doubt);
        self.ended.is_empty() && (!is_in_doubt || self.doubts > DOUBTS)
    }
}

/// The processes of a group that is on, and whatever they have started.
pub(super) fn members(group: Pid, mark: Mark, most: usize) -> Vec<Pid> {
    let mut roots = vec![group];
    roots.extend(orphans().into_iter().filter(|orphan| {
        let is_in_group = || Stat::of(*orphan).is_some_and(|stat| stat.group == number(group));
        is_in_group() || mark.is_in(&read(*orphan, "environ"))
    }));
    family_of(&roots, most)
}

/// The memory in use by `processes`, in bytes. What several of them share is counted for each.
pub(super) fn memory_of(processes: &[Pid]) -> u64 {
    let fields = ["RssAnon:", "RssShmem:", "VmSwap:"];
    sum(processes, "status", &fields)
}

/// The same, and what several of them share is counted once; it takes longer to find out.
pub(super) fn exact_memory_of(processes: &[Pid]) -> u64 {
    let fields = ["Pss_Anon:", "Pss_Shmem:", "SwapPss:"];
    match sum(processes, "smaps_rollup", &fields) {
        // An old kernel does not say.
        0 => memory_of(processes),
        bytes => bytes,
    }
}

/// The processor time that `processes` have used, and those of their children that are over, in ticks of the
/// system's clock.
pub(super) fn processor_time_of(processes: &[Pid]) -> u64 {
    let stats = processes.iter().filter_map(|process| Stat::of(*process));
    stats.map(|stat| stat.ticks).sum()
}

fn sum(processes: &[Pid], file: &str, fields: &[&str]) -> u64 {
    let of_process = |process: &Pid| -> u64 {
        let text = read(*process, file);
        let text = String::from_utf8_lossy(&text);
        let values = text.lines().filter_map(|line| {
            let value = fields.iter().find_map(|field| line.strip_prefix(field))?;
            value.trim().strip_suffix(" kB")?.parse::<u64>().ok()
        });
        values.sum::<u64>() * 1024
    };
    processes.iter().map(of_process).sum()
}

/// Our children that lead no group of ours.
fn orphans() -> Vec<Pid> {
    let mut orphans = children_of("self");
    orphans.retain(|child| !warden::knows(*child));
    orphans
}

/// `roots` and their descendants, but not many more than `most`.
fn family_of(roots: &[Pid], most: usize) -> Vec<Pid> {
    let mut family = BTreeMap::new();
    let mut unseen = roots.to_vec();
    while let Some(process) = unseen.pop() {
        if family.len() <= most && family.insert(number(process), process).is_none() {
            unseen.extend(children_of(&number(process).to_string()));
        }
    }
    family.into_values().collect()
}

/// The children of each thread of `process`.
fn children_of(process: &str) -> Vec<Pid> {
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    let mut children = Vec::new();
    for thread in threads.into_iter().flatten().flatten() {
        let said = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        children.extend(said.split_ascii_whitespace().filter_map(pid));
    }
    children
}

/// Nothing where the process is gone, or is not ours to look at.
fn read(process: Pid, file: &str) -> Vec<u8> {
    fs::read(format!("/proc/{}/{file}", number(process))).unwrap_or_default()
}

/// Whether `process` is dead and reaped; it must be our child.
fn is_reaped(process: Pid) -> bool {
    !matches!(waitpid(Some(process), WaitOptions::NOHANG), Ok(None))
}

fn number(process: Pid) -> i32 {
    process.as_raw_nonzero().get()
}

fn pid(number: &str) -> Option<Pid> {
    Pid::from_raw(number.parse().ok()?)
}

/// What the system says of a process in one line.
struct Stat {
    is_dead: bool,
    group: i32,
    session: i32,
    ticks: u64,
}

impl Stat {
    fn of(process: Pid) -> Option<Self> {
        Self::read(&String::from_utf8_lossy(&read(process, "stat")))
    }

    /// See proc_pid_stat(5).
    fn read(line: &str) -> Option<Self> {
        // The name before it is in brackets, and may hold anything.
        let (_, rest) = line.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        let times = fields.get(11..15)?.iter();
        Some(Self {
            is_dead: matches!(*fields.first()?, "Z" | "X"),
            group: fields.get(2)?.parse().ok()?,
            session: fields.get(3)?.parse().ok()?,
            ticks: times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Stat;

    #[test]
    fn a_process_may_have_any_name() {
        let line = "7 (a) Z (b) S 1 5 6 0 -1 4194560 99 0 0 0 3 4 10 20 20 0 1 0";
        let stat = Stat::read(line).unwrap();
        assert!(!stat.is_dead);
        assert_eq!((stat.group, stat.session), (5, 6));
        assert_eq!(stat.ticks, 37);
    }
}
