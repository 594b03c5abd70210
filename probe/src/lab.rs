//! What a check is given: the means to run the learner's code and to say what was wrong.

use crate::checked::{Broken, Checked};
use crate::gauge::Gauge;
use crate::heartbeat::Heartbeat;
use crate::hook::{Drops, Hook};
use crate::journal::Journal;
use crate::memory::Memory;
use crate::named::{NamedTask, NamedTasks};
use crate::run::{Measuring, PollWatch, Run, Running};
use crate::stepper::Stepper;
use crate::tasks::Tasks;
use crate::timeline::{Recorder, Request};
use crate::trace;
use report::{Fact, Finding, Place, Task};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// One check's laboratory. The first of its expectations (in [`crate::expect`]) that is broken adds
/// a finding and ends the check; a check without a finding has passed. Order them so that the most
/// telling comes first.
pub struct Lab {
    source: String,
    random: fastrand::Rng,
    tasks: Tasks,
    polls: PollWatch,
    recorder: Recorder,
    named: NamedTasks,
    findings: Vec<Finding>,
}

impl Lab {
    pub(crate) fn new(
        source: String,
        seed: u64,
        tasks: Tasks,
        polls: PollWatch,
        recorder: Recorder,
    ) -> Self {
        Self {
            source,
            random: fastrand::Rng::with_seed(seed),
            tasks,
            polls,
            recorder,
            named: NamedTasks::default(),
            findings: Vec::new(),
        }
    }

    /// Drives `future` to its end and measures it.
    pub fn run<F: Future>(&mut self, future: F) -> Running<F> {
        Running::new(future, self.measuring())
    }

    fn recorder(&self) -> Recorder {
        self.recorder.clone()
    }

    fn measuring(&self) -> Measuring {
        Measuring::new(&self.polls, &self.recorder)
    }

    /// A row of the timeline for a collaborator of the check's, such as a request to its server.
    pub fn request(&self, name: &str) -> Request {
        Request::begin(&self.recorder, name)
    }

    /// Starts a task that findings call `name`, a phrase from the exercise's story: "Ann pays
    /// Bob". Its future need not be `Send`; see [`crate::named`]. When tasks spawned so wait for
    /// each other, the finding says in which circle.
    pub fn spawn<F>(&mut self, name: &str, future: F) -> NamedTask<F::Output>
    where
        F: Future + 'static,
    {
        self.named.spawn(name, self.recorder(), future)
    }

    /// Says why `what`, which the learner's call should have awaited, did not come to its end in `run`:
    /// [`Fact::NotAwaited`], [`Fact::Unfinished`], [`Fact::NeverRan`]. `again` is the same call, to be looked at
    /// in its first poll; where the system has no task dumps, nothing is seen there.
    pub fn find_not_finished<'a>(
        &'a mut self,
        what: &'a str,
        run: &Run<()>,
        mut again: Pin<Box<dyn Future<Output = ()> + 'a>>,
    ) -> Pin<Box<dyn Future<Output = Checked> + 'a>> {
        let after_ms = u64::try_from(run.took.as_millis()).unwrap_or(u64::MAX);
        Box::pin(async move {
            let what = what.to_owned();
            let tasks = self.spawned();
            if let Some(place) = tasks.first().map(|task| task.spawned_at.clone()) {
                return self.find_at(Fact::NotAwaited { what, tasks }, place);
            }
            let waits = trace::of_future(&self.source, again.as_mut()).await;
            match waits.into_iter().find_map(|wait| wait.place) {
                None => self.find(Fact::NeverRan { what }),
                place => self.find_at(Fact::Unfinished { what, after_ms }, place),
            }
        })
    }

    /// A future to be polled by hand.
    pub fn step<F: Future>(&mut self, future: F) -> Stepper<F> {
        Stepper::new(future)
    }

    /// Fresh inputs: the same for the same seed, another for another.
    pub fn random(&mut self) -> &mut fastrand::Rng {
        &mut self.random
    }

    /// One of `choices`, and never one that the starter shows if you do not list it.
    ///
    /// # Panics
    /// When there is nothing to choose from.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn below(&mut self, end: usize) -> usize {
        self.random.usize(..end)
    }

    /// A place for the learner's code to call.
    #[must_use]
    pub fn hook(&self) -> Hook {
        Hook::new(self.polls.clone())
    }

    /// Counts how many are inside at once.
    #[must_use]
    pub fn gauge(&self) -> Gauge {
        Gauge::default()
    }

    /// An empty list of what happens.
    #[must_use]
    pub fn journal(&self) -> Journal {
        Journal::open()
    }

    /// Counts drops.
    #[must_use]
    pub fn drops(&self) -> Drops {
        Drops::default()
    }

    /// What memory is in use now, and how many threads are alive.
    #[must_use]
    pub fn memory(&self) -> Memory {
        Memory::now()
    }

    /// The bytes that `future` takes, without what it has boxed or borrowed.
    #[must_use]
    pub fn memory_of<F: Future + ?Sized>(&self, future: &F) -> usize {
        size_of_val(future)
    }

    /// A second task that runs every `period`, as long as it is let.
    #[must_use]
    pub fn heartbeat(&self, period: Duration) -> Heartbeat {
        Heartbeat::start(period)
    }

    /// The learner's tasks that are alive now.
    #[must_use]
    pub fn alive(&self) -> Vec<Task> {
        self.tasks.alive_of(&self.source)
    }

    /// All tasks that the learner's code has spawned in this check.
    #[must_use]
    pub fn spawned(&self) -> Vec<Task> {
        self.tasks.spawned_by(&self.source)
    }

    /// Says what was wrong, which ends the check.
    ///
    /// # Errors
    /// Always.
    pub fn find<T>(&mut self, fact: Fact) -> Checked<T> {
        self.find_at(fact, None)
    }

    /// Says what was wrong, and where in the learner's file, which ends the check.
    ///
    /// # Errors
    /// Always.
    pub fn find_at<T>(&mut self, fact: Fact, place: Option<Place>) -> Checked<T> {
        self.note_at(fact, place);
        Err(Broken::noted())
    }

    /// As [`Lab::find`], where the probe itself decides how it goes on.
    pub(crate) fn note(&mut self, fact: Fact) {
        self.note_at(fact, None);
    }

    /// As [`Lab::find_at`], where the probe itself decides how it goes on.
    pub(crate) fn note_at(&mut self, fact: Fact, place: Option<Place>) {
        self.findings.push(Finding { fact, place });
    }

    /// Whether a finding was noted: then the check ends here.
    ///
    /// # Errors
    /// When one was.
    pub(crate) fn so_far(&self) -> Checked {
        match self.findings.is_empty() {
            true => Ok(()),
            false => Err(Broken::noted()),
        }
    }

    /// Only the learner's own lines are worth a learner's while.
    pub(crate) fn of_learner(&self, mut finding: Finding) -> Finding {
        finding.place = finding.place.filter(|place| place.file == self.source);
        finding
    }

    pub(crate) fn poll_watch(&self) -> PollWatch {
        self.polls.clone()
    }

    /// The learner's file, as the compiler was told it.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        let finding = self.of_learner(finding);
        self.findings.push(finding);
    }

    /// The tasks of [`Self::spawn`].
    pub(crate) fn named(&self) -> NamedTasks {
        self.named.clone()
    }

    /// All of tokio's tasks.
    pub(crate) fn tasks(&self) -> Tasks {
        self.tasks.clone()
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
