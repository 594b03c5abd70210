//! The compilers of one build, started before there is anything to compile: each loads itself, and
//! waits for its standard input to end.

use super::Job;
use super::compiler::{Call, Input};
use super::kit::Kit;
use super::plan::{self, Form};
use super::workplace::Workplace;
use anyhow::Result;

/// A claimed workplace, and what waits in it.
pub struct Standby {
    /// Where it builds.
    pub workplace: Workplace,
    /// What waits, where a check is to be built.
    pub calls: Option<Calls>,
}

impl Standby {
    /// Itself, unless something of it has ended meanwhile, or somebody has removed its workplace.
    #[must_use]
    pub fn if_waiting(mut self) -> Option<Self> {
        let waits = self.calls.as_mut().is_none_or(Calls::are_waiting);
        (waits && self.workplace.path().is_dir()).then_some(self)
    }
}

/// The calls that build a learner's file and the check against it.
pub struct Calls {
    pub(super) learner: Call,
    pub(super) check: Call,
    /// None where rustc links, or where the linker waits for nothing.
    pub(super) linker: Option<Call>,
}

impl Calls {
    /// Starts them for `check`, whose text they are given later.
    ///
    /// # Errors
    /// When a compiler cannot be started.
    pub fn start(kit: &Kit, job: Job<'_>, check: &str, workplace: &Workplace) -> Result<Self> {
        let form = Form::of(kit);
        let work = job.relative(workplace.path());
        let learner = plan::learner(kit, job.source, work, &job.lints());
        let check = plan::check(kit, work, plan::Lines::for_check(check));
        let linker = kit.linking.iter().find(|linking| linking.waits);
        let linker = linker.map(|linking| plan::link(linking, work));
        // Where rustc links, it calls others.
        let head_start = match form {
            Form::Object => kit.head_start.as_deref(),
            Form::Program => None,
        };
        Ok(Self {
            learner: Call::stand_by(&learner, job.root, head_start)?,
            check: Call::stand_by(&check, job.root, head_start)?,
            linker: linker
                .map(|plan| Call::start(&plan, job.root, Input::Given))
                .transpose()?,
        })
    }

    fn are_waiting(&mut self) -> bool {
        let calls = [&mut self.learner, &mut self.check];
        let mut all = calls.into_iter().chain(self.linker.as_mut());
        all.all(Call::is_on)
    }
}
